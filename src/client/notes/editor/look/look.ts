import suggestions from "#/client/notes/suggestions/suggestion.module.css";
import blocks from "./blocks.module.css";
import drawn from "./drawn.module.css";
import find from "./find.module.css";
import lists from "./lists.module.css";
import offers from "./offers.module.css";
import others from "./others.module.css";
import text from "./text.module.css";

/** How what stands in the editor looks, noun by noun: each sheet speaks of what is inside its class. */
export const editorLook = [
  text.text,
  lists.lists,
  blocks.blocks,
  drawn.drawn,
  others.others,
  offers.offers,
  find.find,
  suggestions.suggestions,
].join(" ");
