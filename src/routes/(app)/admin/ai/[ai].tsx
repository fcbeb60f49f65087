import { Title } from "@solidjs/meta";
import { createAsync, revalidate, useNavigate, useParams } from "@solidjs/router";
import { aiAdmin } from "#/client/admin/ai-admin.ts";
import { AiEditPage } from "#/client/admin/ai-edit-page.tsx";
import { say } from "#/client/language/say.ts";
import { loadAi, loadAis, loadModels, loadPlugins } from "#/load-admin.ts";

export default function AdminOneAi() {
  const params = useParams<{ ai: string }>();
  const navigate = useNavigate();
  const ai = createAsync(() => loadAi(params.ai));
  const models = createAsync(() => loadModels());
  const plugins = createAsync(() => loadPlugins());
  return (
    <>
      <Title>{say("Assistant")} · ScaiWave</Title>
      <AiEditPage
        ai={ai()}
        models={models()}
        plugins={plugins()}
        again={() => void revalidate(loadAi.key)}
        admin={aiAdmin}
        onDone={(done) => {
          void revalidate([loadAis.key, loadAi.key]);
          navigate(`/admin/ai/${done.participant.id}`, { replace: true });
        }}
      />
    </>
  );
}
