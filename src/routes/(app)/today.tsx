import { Title } from "@solidjs/meta";
import { say } from "#/client/language/say.ts";
import { TodayPage } from "#/client/todos/today-page.tsx";

export default function Today() {
  return (
    <>
      <Title>{say("Today")} · ScaiWave</Title>
      <TodayPage />
    </>
  );
}
