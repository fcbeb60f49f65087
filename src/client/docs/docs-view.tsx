import { Meta, Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { For, type JSX, Match, Show, Switch } from "solid-js";
import css from "#/client/docs/docs.module.css";
import results from "#/client/docs/docs-results.module.css";
import "#/client/docs/article.css";
import "#/client/docs/reference.css";
import { DocsHeader } from "#/client/docs/docs-header.tsx";
import { DocsNavigation } from "#/client/docs/docs-navigation.tsx";
import type { DocsAnswer, DocsPage, DocsSearch } from "#/client/docs/library.ts";

/** The documentation's frame with a page, the results of a search, or the word that nothing is here. */
export function DocsView(props: { readonly answer: DocsAnswer }) {
  const slug = () => (props.answer.kind === "page" ? props.answer.slug : "");
  const query = () => (props.answer.kind === "search" ? props.answer.query : "");
  return (
    <div class={css.docs} data-docs>
      <a class={css.skip} href="#words">
        Skip to the page
      </a>
      <DocsHeader query={query()} />
      <div class={css.body}>
        <aside class={css.side}>
          <DocsNavigation navigation={props.answer.navigation} current={slug()} />
        </aside>
        <div class={css.centre}>
          <details class={css.fold}>
            <summary>Contents</summary>
            <DocsNavigation navigation={props.answer.navigation} current={slug()} />
          </details>
          <Switch fallback={<Missing />}>
            <Match when={props.answer.kind === "page" && props.answer}>{(page) => <Page page={page()} />}</Match>
            <Match when={props.answer.kind === "search" && props.answer}>
              {(found) => <Results found={found()} />}
            </Match>
          </Switch>
        </div>
      </div>
    </div>
  );
}

function Page(props: { readonly page: DocsPage }) {
  return (
    <>
      <Titled title={`${props.page.title} · ScaiWave docs`} />
      <Meta name="description" content={props.page.description} />
      <div class={css.sheet} data-wide={props.page.wide ? "" : undefined}>
        <main id="words" class={css.main} tabindex="-1">
          <p class={css.section}>{props.page.section}</p>
          <h1 class={css.title}>{props.page.title}</h1>
          {/* Our own words, sanitised when they were rendered; coloured and anchored once for all readers. */}
          <div class="docs-article" innerHTML={props.page.html} />
          <Turn page={props.page} />
        </main>
        <Show when={!props.page.wide && props.page.headings.length > 1}>
          <nav class={css.contents} aria-label="On this page">
            <h2>On this page</h2>
            <ul>
              <For each={props.page.headings}>
                {(heading) => (
                  <li data-level={heading.level}>
                    <a href={`#${heading.anchor}`}>{heading.text}</a>
                  </li>
                )}
              </For>
            </ul>
          </nav>
        </Show>
      </div>
    </>
  );
}

function Turn(props: { readonly page: DocsPage }) {
  return (
    <nav class={css.turn} aria-label="Next and previous page">
      <Show when={props.page.previous}>
        {(link) => (
          <a href={link().href} rel="prev">
            <span>Previous</span>
            {link().title}
          </a>
        )}
      </Show>
      <Show when={props.page.next}>
        {(link) => (
          <a class={css.next} href={link().href} rel="next">
            <span>Next</span>
            {link().title}
          </a>
        )}
      </Show>
    </nav>
  );
}

function Results(props: { readonly found: DocsSearch }) {
  return (
    <Sheet>
      <Titled title="Search · ScaiWave docs" />
      <Meta name="robots" content="noindex" />
      <h1 class={css.title}>Search</h1>
      <p class={results.tally} role="status">
        {tally(props.found)}
      </p>
      <ol class={results.results} data-results>
        <For each={props.found.hits}>
          {(hit) => (
            <li>
              <a href={hit.href}>
                <span class={results.where}>
                  {hit.section}
                  <Show when={hit.anchor !== null}>{` · ${hit.title}`}</Show>
                </span>
                <strong>{hit.anchor === null ? hit.title : hit.heading}</strong>
                <span class={results.excerpt}>
                  <For each={hit.excerpt}>{(piece) => (piece.hit ? <mark>{piece.text}</mark> : piece.text)}</For>
                </span>
              </a>
            </li>
          )}
        </For>
      </ol>
    </Sheet>
  );
}

function tally({ query, hits }: DocsSearch): string {
  if (query.trim() === "") return "Write what you look for in the field above.";
  if (hits.length === 0) return `Nothing here says “${query}”. Try fewer or other words.`;
  return `${hits.length} ${hits.length === 1 ? "place says" : "places say"} “${query}”`;
}

function Missing() {
  return (
    <Sheet>
      <HttpStatusCode code={404} />
      <Titled title="Not found · ScaiWave docs" />
      <h1 class={css.title}>No such page</h1>
      <p>
        The address may be mistyped, or the page has moved. <a href="/docs">Start at the beginning</a>, or search.
      </p>
    </Sheet>
  );
}

function Sheet(props: { readonly children: JSX.Element }) {
  return (
    <div class={css.sheet}>
      <main id="words" class={css.main} tabindex="-1">
        {props.children}
      </main>
    </div>
  );
}

/** In the head for everybody, and in the page for the script that keeps it there. */
function Titled(props: { readonly title: string }) {
  return (
    <>
      <Title>{props.title}</Title>
      <span data-docs-title={props.title} hidden />
    </>
  );
}
