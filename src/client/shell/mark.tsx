/** The product's mark: a person and an AI side by side, as everywhere told by shape. Decorative; the name stands beside it. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="12" cy="12" r="10" fill="var(--accent)" />
      <rect x="13" y="13" width="17" height="17" rx="5.1" fill="var(--ai)" stroke="var(--bg-side)" stroke-width="2.5" />
    </svg>
  );
}
