import type { BuildOptions, Plugin } from "vite";

/** Terser leaves a fifteenth less than the default minifier does, for a few seconds of each build. */
export const browserBuild: BuildOptions = {
  target: "es2022",
  minify: "terser",
  terserOptions: { ecma: 2020, module: true, compress: { passes: 2 }, format: { comments: false } },
};

/** Does nothing by being imported and does not say so: what of it is not used is left out. */
const inert = /\/node_modules\/@trpc\/client\//;
const icon = /\/node_modules\/lucide-solid\/dist\/\w+\/icons\//;
const routeTable = /\/node_modules\/@solidjs\/start\/dist\/router\/routes\.js$/;
const markdownHtml = /\/node_modules\/micromark-core-commonmark\/lib\/html-(flow|text)\.js$/;

/** What others ship to browsers and this product has no use for. */
export function leaveOut(): Plugin {
  return {
    name: "scaiwave:leave-out",
    enforce: "pre",
    resolveId: (id) => (id === "@ungap/structured-clone" ? "\0native-structured-clone" : null),
    load: (id) => (id === "\0native-structured-clone" ? "export default (value) => structuredClone(value);" : null),
    transform(code, id) {
      // Icons carry a key for each line, random letters that no compression shortens; they end up as attributes.
      if (icon.test(id)) return { code: code.replace(/,\s*key: "\w+"/g, ""), map: null };
      // Which address is an endpoint, only the server asks.
      if (routeTable.test(id))
        return { code: code.replace(/createRouter\(|(?<=routes: )fileRoutes\.reduce/g, "/*#__PURE__*/ $&"), map: null };
      const html = markdownHtml.exec(id);
      // Our syntax disables HTML by name (`parse.ts`), so that these are never run.
      if (html) {
        const name = html[1] === "flow" ? "htmlFlow" : "htmlText";
        return {
          code: `export const ${name} = { name: "${name}", tokenize: (_effects, _ok, nok) => nok };`,
          map: null,
        };
      }
      return inert.test(id) ? { code, map: null, moduleSideEffects: false } : null;
    },
  };
}
