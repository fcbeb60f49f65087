import * as z from "zod/mini";
import type { ErrorCode } from "#/domain/errors.ts";
import {
  banInput,
  createInviteLinkInput,
  inviteByMailInput,
  inviteInput,
  inviteLinkInput,
  joinByLinkInput,
  kickInput,
  knockInput,
  listMembersInput,
  memberInput,
  roomInput,
  roomPageInput,
  setPermissionsInput,
  setPowerInput,
  withdrawKnockInput,
} from "#/domain/rooms/inputs.ts";
import { member, room } from "#/domain/rooms/room.ts";
import {
  bannedMember,
  inviteLink,
  knock as knockEntry,
  linkPreview,
  newInviteLink,
  ownPermissions as ownPermissionsSchema,
  roomDetails,
  roomPermissions as roomPermissionsSchema,
  roomReach as roomReachSchema,
} from "#/domain/rooms/schema.ts";
import { procedure } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { setPermissions } from "#/server/rooms/change-room.ts";
import {
  createInviteLink,
  inviteByMail,
  joinByLink,
  listInviteLinks,
  revokeInviteLink,
} from "#/server/rooms/invite-links.ts";
import { knock, listBans, listKnocks, withdrawKnock } from "#/server/rooms/knocks.ts";
import { previewLink } from "#/server/rooms/link-preview.ts";
import { listMembers } from "#/server/rooms/list-rooms.ts";
import {
  approveKnock,
  banFromRoom,
  inviteToRoom,
  joinRoom,
  kickFromRoom,
  leaveRoom,
  refuseKnock,
  unbanFromRoom,
} from "#/server/rooms/membership.ts";
import { ownPermissions, roomPermissions, setPower } from "#/server/rooms/power.ts";
import { roomReach } from "#/server/rooms/reach.ts";

const onRoom = ["SW_ROOM_NOT_FOUND", "SW_ROOM_FORBIDDEN"] as const satisfies ErrorCode[];
const onMember = [...onRoom, "SW_PARTICIPANT_NOT_FOUND"] as const satisfies ErrorCode[];
const sampleLink = "pX3vQm8yK1nWw5sLz0aBcD7eFgH2jRpU";

/** Who is in a room, who may come in, and who may do what there. */
export const people = {
  listMembers: procedure
    .meta({
      rest: "GET /rooms/{room_id}/members",
      summary: "Lists who is in a room or invited to it, the strongest first.",
      returns: z.array(member),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(listMembersInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listMembers(ctx.use, page))),
  reach: procedure
    .meta({
      rest: "GET /rooms/{room_id}/reach",
      summary: "Answers how many people `@room` calls in a room, and for how many of them it is night.",
      returns: roomReachSchema,
      errors: [...onRoom, "SW_NOT_MEMBER", "SW_ROOM_FROZEN"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => roomReach(ctx.use, input)),
  join: procedure
    .meta({
      rest: "POST /rooms/{room_id}/join",
      summary: "Joins a public room, or one that one is invited to.",
      returns: member,
      errors: ["SW_ROOM_NOT_FOUND", "SW_ROOM_FROZEN", "SW_ROOM_CAPACITY"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => joinRoom(ctx.use, input)),
  leave: procedure
    .meta({
      rest: "POST /rooms/{room_id}/leave",
      summary: "Leaves a room, declines an invitation to it, or closes a direct room for oneself.",
      returns: member,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER"],
    })
    .input(roomInput)
    .mutation(({ ctx, input }) => leaveRoom(ctx.use, input)),
  invite: procedure
    .meta({
      rest: "POST /rooms/{room_id}/invite",
      summary: "Invites someone to a room; an AI joins at once.",
      returns: member,
      errors: [...onMember, "SW_ROOM_TYPE_INVARIANT"],
    })
    .input(inviteInput)
    .mutation(({ ctx, input }) => inviteToRoom(ctx.use, input)),
  kick: procedure
    .meta({
      rest: "POST /rooms/{room_id}/kick",
      summary: "Removes someone who has less power in the room, or takes their invitation back.",
      returns: member,
      errors: onMember,
      example: { input: { reason: "Moved to another project" } },
    })
    .input(kickInput)
    .mutation(({ ctx, input }) => kickFromRoom(ctx.use, input)),
  ban: procedure
    .meta({
      rest: "POST /rooms/{room_id}/ban",
      summary: "Keeps someone who has less power out of the room until the ban is lifted.",
      returns: member,
      errors: [...onMember, "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
      example: { input: { reason: "Spam" } },
    })
    .input(banInput)
    .mutation(({ ctx, input }) => banFromRoom(ctx.use, input)),
  unban: procedure
    .meta({
      rest: "POST /rooms/{room_id}/unban",
      summary: "Lifts a ban.",
      returns: member,
      errors: [...onMember, "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
    })
    .input(memberInput)
    .mutation(({ ctx, input }) => unbanFromRoom(ctx.use, input)),
  bans: procedure
    .meta({
      rest: "GET /rooms/{room_id}/bans",
      summary: "Lists who is banned from a room, for those who may ban.",
      returns: z.array(bannedMember),
      page: "offset",
      errors: onRoom,
    })
    .input(roomPageInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listBans(ctx.use, page))),
  knock: procedure
    .meta({
      rest: "POST /rooms/knock",
      summary: "Asks to be let into a private room that one knows of; the answer does not tell whether there is one.",
      returns: z.null(),
      errors: ["SW_RATE_LIMIT_EXCEEDED"],
      example: { input: { room_alias: "launch", reason: "I do the launch page." } },
    })
    .input(knockInput)
    .mutation(({ ctx, input }) => knock(ctx.use, ctx.app.limits, input)),
  withdrawKnock: procedure
    .meta({
      rest: "POST /rooms/withdraw-knock",
      summary: "Takes a knock back; the answer tells as little.",
      returns: z.null(),
      example: { input: { room_alias: "launch" } },
    })
    .input(withdrawKnockInput)
    .mutation(({ ctx, input }) => withdrawKnock(ctx.use, input)),
  knocks: procedure
    .meta({
      rest: "GET /rooms/{room_id}/knocks",
      summary: "Lists who asks to be let in, the longest first, for those who may invite.",
      returns: z.array(knockEntry),
      page: "offset",
      errors: onRoom,
    })
    .input(roomPageInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listKnocks(ctx.use, page))),
  approveKnock: procedure
    .meta({
      rest: "POST /rooms/{room_id}/knocks/{participant_id}/approve",
      summary: "Lets somebody in who knocked; they are a member at once.",
      returns: member,
      errors: [...onMember, "SW_ROOM_FROZEN"],
    })
    .input(memberInput)
    .mutation(({ ctx, input }) => approveKnock(ctx.use, input)),
  refuseKnock: procedure
    .meta({
      rest: "POST /rooms/{room_id}/knocks/{participant_id}/refuse",
      summary: "Turns somebody away who knocked.",
      returns: member,
      errors: [...onMember, "SW_ROOM_FROZEN"],
    })
    .input(memberInput)
    .mutation(({ ctx, input }) => refuseKnock(ctx.use, input)),
  setPower: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/members/{participant_id}/power",
      summary: "Gives a member a power level, at most one's own, and only to those below it.",
      returns: member,
      errors: [...onMember, "SW_ROOM_NEEDS_ADMIN", "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
      example: { input: { power_level: 50 } },
    })
    .input(setPowerInput)
    .mutation(({ ctx, input }) => setPower(ctx.use, input)),
  permissions: procedure
    .meta({
      rest: "GET /rooms/{room_id}/permissions",
      summary: "Answers which power each action needs in a room.",
      returns: roomPermissionsSchema,
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => roomPermissions(ctx.use, input)),
  setPermissions: procedure
    .meta({
      rest: "PUT /rooms/{room_id}/permissions",
      summary: "Says which power actions need in a room; null goes back to the default.",
      returns: room,
      errors: [...onRoom, "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
      example: { input: { required_power: { invite: 50, pin: null } } },
    })
    .input(setPermissionsInput)
    .mutation(({ ctx, input }) => setPermissions(ctx.use, input)),
  myPermissions: procedure
    .meta({
      rest: "GET /rooms/{room_id}/permissions/me",
      summary: "Answers for every action whether one may do it in a room, and if not, why.",
      returns: ownPermissionsSchema,
      errors: ["SW_ROOM_NOT_FOUND"],
    })
    .input(roomInput)
    .query(({ ctx, input }) => ownPermissions(ctx.use, input)),
  createInviteLink: procedure
    .meta({
      rest: "POST /rooms/{room_id}/invite-links",
      summary: "Makes a link by which people of the tenant come into a room; its secret is told this once.",
      returns: newInviteLink,
      errors: [...onRoom, "SW_ROOM_CAPACITY", "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT"],
      example: { input: { expires_in_hours: 24, max_uses: 10 } },
    })
    .input(createInviteLinkInput)
    .mutation(({ ctx, input }) => createInviteLink(ctx.use, ctx.app, input)),
  inviteLinks: procedure
    .meta({
      rest: "GET /rooms/{room_id}/invite-links",
      summary: "Lists the links that lead into a room, for those who may invite.",
      returns: z.array(inviteLink),
      page: "offset",
      errors: onRoom,
    })
    .input(roomPageInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listInviteLinks(ctx.use, page))),
  revokeInviteLink: procedure
    .meta({
      rest: "DELETE /rooms/{room_id}/invite-links/{link_id}",
      summary: "Makes a link worthless.",
      returns: inviteLink,
      errors: [...onRoom, "SW_INVITE_LINK_INVALID"],
    })
    .input(inviteLinkInput)
    .mutation(({ ctx, input }) => revokeInviteLink(ctx.use, input)),
  linkPreview: procedure
    .meta({
      rest: "GET /invite-links/{secret}",
      summary:
        "Answers what a link tells of its room before one comes in: name, icon, how many are in it, who invites.",
      returns: linkPreview,
      errors: ["SW_INVITE_LINK_INVALID", "SW_RATE_LIMIT_EXCEEDED"],
      example: { input: { secret: sampleLink } },
    })
    .input(joinByLinkInput)
    .query(({ ctx, input }) => previewLink(ctx.use, ctx.app, input)),
  joinByLink: procedure
    .meta({
      rest: "POST /invite-links/{secret}/join",
      summary: "Comes into a room by a link.",
      returns: roomDetails,
      errors: ["SW_INVITE_LINK_INVALID", "SW_RATE_LIMIT_EXCEEDED"],
      example: { input: { secret: sampleLink } },
    })
    .input(joinByLinkInput)
    .mutation(({ ctx, input }) => joinByLink(ctx.use, ctx.app, input)),
  inviteByMail: procedure
    .meta({
      rest: "POST /rooms/{room_id}/invitations",
      summary: "Invites whoever has a mail address; the answer does not tell whether somebody here has it.",
      returns: z.null(),
      errors: [...onRoom, "SW_ROOM_FROZEN", "SW_ROOM_TYPE_INVARIANT", "SW_RATE_LIMIT_EXCEEDED"],
      example: { input: { email: "dora@example.org" } },
    })
    .input(inviteByMailInput)
    .mutation(({ ctx, input }) => inviteByMail(ctx.use, ctx.app, input)),
};
