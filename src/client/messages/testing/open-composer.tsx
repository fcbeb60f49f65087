import { fireEvent, render, screen } from "@solidjs/testing-library";
import { Composer } from "#/client/messages/composer.tsx";
import { InRoom, ids, roomView } from "#/client/messages/testing/room.tsx";
import type { Session } from "#/client/shell/session.tsx";
import type { RoomView } from "#/domain/views/state.ts";

/** A composer in a room, with a button beside it that can take the focus. */
export function openComposer(view: RoomView = roomView([])) {
  let session!: Session;
  let rows!: ReturnType<Session["timeline"]>;
  render(() => (
    <InRoom
      view={view}
      onSession={(made) => {
        session = made;
        rows = made.timeline(() => ids.room);
      }}
    >
      <Composer roomId={ids.room} />
      <button type="button">elsewhere</button>
    </InRoom>
  ));
  const timeline = () => rows().map((row) => row.value);
  return { session, timeline, field: () => screen.getByRole<HTMLTextAreaElement>("textbox") };
}

/** The field's words are these now, with the caret behind them. */
export function typeInto(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  fireEvent.input(field);
}
