import { Title } from "@solidjs/meta";
import { YouPage } from "#/client/shell/you-page.tsx";

export default function You() {
  return (
    <>
      <Title>You · ScaiWave</Title>
      <YouPage />
    </>
  );
}
