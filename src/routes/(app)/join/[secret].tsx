import { createAsync, useParams } from "@solidjs/router";
import { JoinPage } from "#/client/rooms/join-page.tsx";
import { loadLinkPreview } from "#/load.ts";

export default function JoinRoute() {
  const params = useParams<{ secret: string }>();
  const preview = createAsync(() => loadLinkPreview(params.secret));
  return <JoinPage secret={params.secret} preview={preview.latest} />;
}
