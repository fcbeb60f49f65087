import css from "#/client/docs/docs-header.module.css";
import { queryLength } from "#/client/docs/query-length.ts";
import { Mark } from "#/client/shell/mark.tsx";

/** The bar on top: where one is, the search, and the way back into the product. */
export function DocsHeader(props: { readonly query: string }) {
  return (
    <header class={css.header}>
      <a class={css.home} href="/docs" aria-label="ScaiWave docs">
        <Mark />
        <span>
          ScaiWave <span class={css.docsWord}>Docs</span>
        </span>
      </a>
      <search>
        <form class={css.search} action="/docs/search" method="get">
          <svg
            class="lucide"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-linecap="round"
            aria-hidden="true"
          >
            <circle cx="11" cy="11" r="8" />
            <path d="m21 21-4.3-4.3" />
          </svg>
          <input
            type="search"
            name="q"
            value={props.query}
            maxlength={queryLength}
            placeholder="Search"
            aria-label="Search the documentation"
            aria-keyshortcuts="/"
            autocomplete="off"
            spellcheck={false}
            data-search
          />
          <kbd data-search-key hidden>
            /
          </kbd>
          <div class={css.live} data-live hidden />
        </form>
      </search>
      <a class={css.open} href="/">
        Open ScaiWave
      </a>
    </header>
  );
}
