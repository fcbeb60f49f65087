/** Names and aliases that the highlighter knows; a test compares them with it. Kept here so that it need not be loaded to ask. */
const LANGUAGES = new Set(
  `arduino bash c cpp csharp css diff go graphql ini java javascript json kotlin less lua makefile markdown objectivec perl php
  php-template plaintext python python-repl r ruby rust scss shell sql swift typescript vbnet wasm xml yaml
  sh zsh h cc c++ h++ hpp cs c# patch golang gql toml js jsx mjs cjs jsonc json5 kt kts mk mak make md mkdown mkd pl pm py gyp
  ipython rb rs console shellsession ts tsx mts cts html xhtml rss atom svg yml`.split(/\s+/),
);

export function isKnownLanguage(name: string): boolean {
  return LANGUAGES.has(name);
}
