import { ThreadsPage } from "#/client/messages/threads-page.tsx";

export default function Threads() {
  return <ThreadsPage />;
}
