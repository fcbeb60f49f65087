import { createStore, produce } from "solid-js/store";
import type { ClientFrame } from "#/domain/stream/frames.ts";
import { typingLastsMs } from "#/domain/stream/timing.ts";

/** While someone goes on typing it is told again this often: others forget it after four seconds. */
const againMs = 2_500;

export type Typing = ReturnType<typeof createTyping>;

/** Who is typing where, as told by the stream, and telling others that one types oneself. */
export function createTyping(send: (frame: ClientFrame) => void) {
  const [rooms, setRooms] = createStore<Record<string, string[]>>({});
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const toldAt = new Map<string, number>();

  function forget(roomId: string, participantId: string): void {
    const key = `${roomId} ${participantId}`;
    clearTimeout(timers.get(key));
    if (!timers.delete(key)) return;
    setRooms(roomId, (people = []) => people.filter((id) => id !== participantId));
  }

  function hear(frame: { room_id: string; participant_id: string; typing: boolean }): void {
    const { room_id, participant_id, typing } = frame;
    const key = `${room_id} ${participant_id}`;
    if (!typing) {
      forget(room_id, participant_id);
      return;
    }
    clearTimeout(timers.get(key));
    if (!timers.has(key)) setRooms(room_id, (people = []) => [...people, participant_id]);
    timers.set(
      key,
      setTimeout(() => forget(room_id, participant_id), typingLastsMs),
    );
  }

  return {
    hear,
    /** Whoever says something has stopped typing. */
    forget,
    /** Ids of who is typing in a room, in the order in which they began. */
    in: (roomId: string): readonly string[] => rooms[roomId] ?? [],
    /** To be called at each key: tells others at most every few seconds. False, such as after sending, ends it early. */
    tell(roomId: string, typing: boolean): void {
      const last = toldAt.get(roomId);
      if (typing && last !== undefined && Date.now() - last < againMs) return;
      if (!typing && (last === undefined || Date.now() - last >= typingLastsMs)) return;
      if (typing) toldAt.set(roomId, Date.now());
      else toldAt.delete(roomId);
      send({ type: "typing", room_id: roomId, typing });
    },
    /** The stream is gone, and with it the word of who is typing. */
    clear(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      toldAt.clear();
      setRooms(
        produce((all) => {
          for (const id of Object.keys(all)) delete all[id];
        }),
      );
    },
  };
}
