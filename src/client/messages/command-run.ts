import { say } from "#/client/language/say.ts";
import type { CommandText, Told } from "#/client/messages/command-text.ts";
import { type CommandPlace, CommandProblem, commandsFor, registerCommand } from "#/client/messages/commands.ts";
import { ownCommands } from "#/client/shell/own-commands.ts";
import { asSwError } from "#/client/sync/server.ts";

// What later features can do joins here: read when a person first writes `/`, not with the page.
for (const command of ownCommands) registerCommand(command);

export { commandsFor } from "#/client/messages/commands.ts";

/** Follows a command. Answers what to tell the caller, and whether it is done, so that the text may go. */
export async function runCommand(
  { name, args }: CommandText,
  text: string,
  place: CommandPlace,
): Promise<{ done: boolean; told: Told | null }> {
  const command = commandsFor(place).find((each) => each.name === name);
  if (!command) {
    const told = {
      text: say("There is no command /{name} here. Nobody was told.", { name }),
      isProblem: true,
      asText: text,
    };
    return { done: false, told };
  }
  try {
    const answer = await command.run(args, place);
    const list = answer?.list ? { list: answer.list } : {};
    return { done: true, told: answer ? { text: answer.say, isProblem: false, ...list } : null };
  } catch (error) {
    const sentence = error instanceof CommandProblem ? error.message : asSwError(error).message;
    return { done: false, told: { text: sentence, isProblem: true } };
  }
}
