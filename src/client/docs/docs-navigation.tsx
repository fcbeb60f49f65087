import { For, Show } from "solid-js";
import css from "#/client/docs/docs-navigation.module.css";
import type { Navigation, NavigationEntry } from "#/client/docs/library.ts";

/** Every page, by section; the current one is marked, and a page with pages of its own shows them while one is inside. */
export function DocsNavigation(props: { readonly navigation: Navigation; readonly current: string }) {
  const isInside = (page: NavigationEntry) => props.current === page.slug || props.current.startsWith(`${page.slug}/`);
  return (
    <nav class={css.navigation} aria-label="Documentation">
      <For each={props.navigation}>
        {(section) => (
          <section>
            <h2>{section.title}</h2>
            <ul>
              <For each={section.pages}>
                {(page) => (
                  <li>
                    <a href={page.href} aria-current={props.current === page.slug ? "page" : undefined}>
                      {page.title}
                    </a>
                    <Show when={page.inner.length > 0 && isInside(page)}>
                      <ul>
                        <For each={page.inner}>
                          {(inner) => (
                            <li>
                              <a
                                href={inner.href}
                                aria-current={inner.href === `/docs/${props.current}` ? "page" : undefined}
                              >
                                {inner.title}
                              </a>
                            </li>
                          )}
                        </For>
                      </ul>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
    </nav>
  );
}
