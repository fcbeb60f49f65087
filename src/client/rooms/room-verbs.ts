import { api } from "#/client/sync/api.ts";
import type {
  BanInput,
  CreateInviteLinkInput,
  CreateRoomInput,
  InviteByMailInput,
  InviteLinkInput,
  KickInput,
  KnockInput,
  MemberInput,
  MoveRoomInput,
  MuteInput,
  NotificationModeInput,
  SetAliasInput,
  SetIconInput,
  SetPermissionsInput,
  SetPowerInput,
} from "#/domain/rooms/inputs.ts";
import type { RoomDetails } from "#/domain/rooms/room.ts";

const most = 200;

/** What is asked of the server about a room beyond reading and writing in it. One object, so that a test can be the server. */
export const roomVerbs = {
  create: (input: CreateRoomInput) => api.rooms.create.mutate(input),
  /** Rooms of the directory in whose name or topic the words stand. */
  named: async (q: string): Promise<RoomDetails[]> => (await api.rooms.directory.query({ q, limit: 10 })).items,
  archive: (room_id: string) => api.rooms.archive.mutate({ room_id }),
  restore: (room_id: string) => api.rooms.rejoin.mutate({ room_id }),
  close: (room_id: string) => api.rooms.close.mutate({ room_id }),
  delete: (room_id: string) => api.rooms.delete.mutate({ room_id }),
  leave: (room_id: string) => api.rooms.leave.mutate({ room_id }),
  archived: async () => (await api.rooms.archived.query({ limit: most })).items,
  kick: (input: KickInput) => api.rooms.kick.mutate(input),
  ban: (input: BanInput) => api.rooms.ban.mutate(input),
  unban: (input: MemberInput) => api.rooms.unban.mutate(input),
  bans: async (room_id: string) => (await api.rooms.bans.query({ room_id, limit: most })).items,
  knock: (input: KnockInput) => api.rooms.knock.mutate(input),
  knocks: async (room_id: string) => (await api.rooms.knocks.query({ room_id, limit: most })).items,
  approve: (input: MemberInput) => api.rooms.approveKnock.mutate(input),
  refuse: (input: MemberInput) => api.rooms.refuseKnock.mutate(input),
  setPower: (input: SetPowerInput) => api.rooms.setPower.mutate(input),
  setPermissions: (input: SetPermissionsInput) => api.rooms.setPermissions.mutate(input),
  rename: (room_id: string, name: string) => api.rooms.rename.mutate({ room_id, name }),
  setTopic: (room_id: string, topic: string | null) => api.rooms.setTopic.mutate({ room_id, topic }),
  setAlias: (input: SetAliasInput) => api.rooms.setAlias.mutate(input),
  setIcon: (input: SetIconInput) => api.rooms.setIcon.mutate(input),
  move: (input: MoveRoomInput) => api.rooms.move.mutate(input),
  setNotificationMode: (input: NotificationModeInput) => api.rooms.setNotificationMode.mutate(input),
  mute: (input: MuteInput) => api.rooms.mute.mutate(input),
  links: async (room_id: string) => (await api.rooms.inviteLinks.query({ room_id, limit: most })).items,
  makeLink: (input: CreateInviteLinkInput) => api.rooms.createInviteLink.mutate(input),
  revokeLink: (input: InviteLinkInput) => api.rooms.revokeInviteLink.mutate(input),
  inviteByMail: (input: InviteByMailInput) => api.rooms.inviteByMail.mutate(input),
  joinByLink: (secret: string) => api.rooms.joinByLink.mutate({ secret }),
};
