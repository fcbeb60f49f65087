import type { Schema } from "hast-util-sanitize";

const CELL: NonNullable<Schema["attributes"]>[string] = [["align", "left", "center", "right"]];

/**
 * All that Markdown may become. It is applied last, to what is rendered, so that no rule before it has to be right. There is no
 * `id` or `name`, so nothing can stand in for the page's own elements.
 */
export const schema = {
  strip: ["script", "style"],
  clobber: [],
  clobberPrefix: "",
  ancestors: {},
  required: {},
  allowComments: false,
  allowDoctypes: false,
  protocols: { href: ["http", "https", "mailto"] },
  tagNames: [
    "p br hr h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code strong em del a span sup div input".split(" "),
    "table thead tbody tr th td".split(" "),
  ].flat(),
  attributes: {
    a: [
      "href",
      ["target", "_blank"],
      ["rel", "noopener", "noreferrer", "nofollow"],
      ["className", "image-link", "wiki-link"],
      "dataTarget",
      "dataEmbed",
    ],
    code: [["className", "math", "math-display", "math-open", /^language-[\w+#.-]{1,32}$/]],
    div: [["className", "plain", "footnote"]],
    input: [
      ["type", "checkbox"],
      ["disabled", true],
      ["checked", true, false],
    ],
    li: [["className", "task-list-item"]],
    ol: ["start"],
    span: [
      ["className", "mention", "mention-me", "wiki-link", "wiki-missing"],
      "dataParticipant",
      "dataTarget",
      "dataEmbed",
    ],
    td: CELL,
    th: CELL,
  },
} satisfies Schema;

const MARKED = ["dataBlock", "dataAnchor"];

/** Of a note, whose blocks can be led to: still without `id`, which whoever shows it makes of these. */
export const noteSchema = {
  ...schema,
  protocols: { href: schema.protocols.href, src: [] },
  tagNames: [...schema.tagNames, "img"],
  attributes: {
    ...schema.attributes,
    p: MARKED,
    h1: MARKED,
    h2: MARKED,
    h3: MARKED,
    h4: MARKED,
    h5: MARKED,
    h6: MARKED,
    div: [...schema.attributes.div, ...MARKED, "dataFootnote"],
    img: ["src", "alt"],
    li: [...schema.attributes.li, ...MARKED, "dataOrdinal", "dataLine"],
    sup: ["dataFootnote", "dataTimes"],
  },
} satisfies Schema;
