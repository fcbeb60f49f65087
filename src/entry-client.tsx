// @refresh reload
import { mount, StartClient } from "@solidjs/start/client";
import { loadLanguage } from "#/client/language/load.ts";

const root = document.getElementById("app");
const { lang } = document.documentElement;
const start = () => root && mount(() => <StartClient />, root);
// The browser begins with the words that the server rendered. English has no dictionary to wait for.
if (lang === "nl" || lang === "de") void loadLanguage(lang).then(start, start);
else start();
