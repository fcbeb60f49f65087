import type { BuildOptions, Plugin, Rollup } from "vite";

/** Terser leaves a fifteenth less than the default minifier does, for a few seconds of each build. */
export const browserBuild: BuildOptions = {
  target: "es2022",
  minify: "terser",
  rollupOptions: { output: { manualChunks: chunkOf } },
  terserOptions: { ecma: 2020, module: true, compress: { passes: 2 }, format: { comments: false } },
};

/** Does nothing by being imported and does not say so: what of it is not used is left out. */
const inert = /\/node_modules\/@trpc\/client\//;
const icon = /\/node_modules\/lucide-solid\/dist\/\w+\/icons\//;
const routeTable = /\/node_modules\/@solidjs\/start\/dist\/router\/routes\.js$/;
const routeList = /^vinxi\/routes$/;
const atOnce = /\/src\/client\/markdown\/(reader|formulas)-at-once\.ts$/;
const formulaStyles = /\/node_modules\/katex\/dist\/katex\.min\.css$/;
const markdownHtml = /\/node_modules\/micromark-core-commonmark\/lib\/html-(flow|text)\.js$/;

/** Packages of which a browser needs a line: the second joins the paths of our own files, which are plain. */
const inTheirPlace: Readonly<Record<string, string>> = {
  "@ungap/structured-clone": "export default (value) => structuredClone(value);",
  pathe: `export const join = (...parts) => parts.filter(Boolean).join("/").replace(/\\/{2,}/g, "/");
export const isAbsolute = (path) => path.startsWith("/");`,
};

const ofBuild = /"build":\(\) => import\('[^']*'\),|,"filePath":"[^"]*"/g;
const pageRoute =
  /\{"page":true,"\$component":\{"src":"src\/routes\/([^"?]*)\?pick=default&pick=\$css","import":\(\(\) => \{[^}]*\}\)\},"path":("[^"]*")\}/g;

/** The list of pages says each file twice, and how it is imported each time: once is enough. */
function shortRoutes(code: string): string {
  const short = code.replace(ofBuild, "").replace(pageRoute, 'page("$1",$2)');
  const maker = `const page = (file, path) => {
    const src = "src/routes/" + file + "?pick=default&pick=$css";
    return { page: true, $component: { src, import: () => import(/* @vite-ignore */ import.meta.env.MANIFEST["client"].inputs[src].output.path) }, path };
  };`;
  return `${maker}\n${short}`;
}

/** What others ship to browsers and this product has no use for. */
export function leaveOut(): Plugin {
  return {
    name: "scaiwave:leave-out",
    enforce: "pre",
    resolveId: (id) => (Object.hasOwn(inTheirPlace, id) ? `\0${id}` : null),
    load: (id) => inTheirPlace[id.replace("\0", "")] ?? null,
    transform(code, id) {
      // Icons carry a key for each line, random letters that no compression shortens; they end up as attributes.
      if (icon.test(id)) return { code: code.replace(/,\s*key: "\w+"/g, ""), map: null };
      // Which address is an endpoint, only the server asks.
      if (routeTable.test(id))
        return { code: code.replace(/createRouter\(|(?<=routes: )fileRoutes\.reduce/g, "/*#__PURE__*/ $&"), map: null };
      // Pages are imported by the manifest; what else the list says, the folder it was built in among it, is nobody's business.
      if (routeList.test(id)) return { code: shortRoutes(code), map: null };
      // A page arrives with its words rendered: what reads Markdown is loaded after it.
      const waited = atOnce.exec(id)?.[1];
      if (waited) return { code: `export const ${waited}AtOnce = undefined;`, map: null };
      // All browsers that run this read woff2; written into the style sheet, a font is refused by the pages' policy.
      if (formulaStyles.test(id)) {
        const fonts = code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, "");
        return { code: fonts.replace(/\.woff2\)/g, ".woff2?no-inline)"), map: null };
      }
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

/**
 * Forty small files compress a tenth worse than three large ones: what every page needs is one file, what the pages of
 * those signed in share is another, what a room needs beyond it a third. The rest is divided by who imports it.
 */
function chunkOf(id: string, graph: Rollup.ManualChunkMeta): string | undefined {
  const known = divided.get(graph.getModuleInfo) ?? divide(graph);
  divided.set(graph.getModuleInfo, known);
  return known.find(({ ids }) => ids.has(id))?.name;
}

type Division = { name: string; ids: Set<string> }[];
const divided = new WeakMap<Rollup.ManualChunkMeta["getModuleInfo"], Division>();

/** Each set holds all that its modules import and the sets before it lack, so that no two files import each other. */
function divide({ getModuleIds, getModuleInfo }: Rollup.ManualChunkMeta): Division {
  const all = [...getModuleIds()];
  const named = (entry: RegExp): string[] => {
    const found = all.filter((id) => entry.test(id));
    if (found.length === 0) throw new Error(`No module of the browser's bundle is named ${entry}.`);
    return found;
  };
  const reached = (from: string[]): Set<string> => {
    const seen = new Set<string>();
    const open = [...from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(...(getModuleInfo(id)?.importedIds ?? []));
    }
    return seen;
  };
  const start = reached(named(/\/src\/entry-client\.tsx$/));
  const visitor = reached(named(/\/src\/routes\/sign-in\.tsx\?pick=default/));
  const frame = reached(named(/\/src\/routes\/\(app\)\.tsx\?pick=default/));
  const room = reached(named(/\/src\/routes\/.*\/\[room\]\.tsx\?pick=default/));
  const opened = [...frame].flatMap((id) => getModuleInfo(id)?.dynamicallyImportedIds ?? []);
  const beside = reached([...named(/\/src\/routes\/\(app\)\/.*(index|you)\.tsx\?pick=default/), ...opened]);
  const isEntry = (id: string) => /\/src\/(entry-client|routes\/)/.test(id);
  const part = (ids: Set<string>[], ...within: Set<string>[]): Set<string> =>
    new Set(ids.flatMap((set) => [...set]).filter((id) => !isEntry(id) && within.every((set) => set.has(id))));
  return [
    { name: "start", ids: part([start, part([frame], visitor)]) },
    { name: "app", ids: part([frame, part([room], beside)]) },
    { name: "room", ids: part([room]) },
  ];
}
