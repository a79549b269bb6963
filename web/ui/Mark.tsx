/** A dot in an arc that turns back on itself. */
export function Mark() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="var(--rb-accent)"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M16.9 8.2A7 7 0 0 0 4.2 6.1M4.6 14.4a7 7 0 0 0 12.3-2.6M3.2 17.6l.6-3.9 3.9.7" />
      <circle cx="10" cy="10" r="2.1" fill="var(--rb-accent)" stroke="none" />
    </svg>
  )
}
