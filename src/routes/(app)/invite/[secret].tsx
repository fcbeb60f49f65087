import { useParams } from "@solidjs/router";
import { JoinPage } from "#/client/rooms/join-page.tsx";

export default function InviteRoute() {
  const params = useParams<{ secret: string }>();
  return <JoinPage secret={params.secret} />;
}
