/** An e-mail address that breaks before its `@` where the place is narrow. */
export function EmailAddress({ children }: { readonly children: string }) {
  const at = Math.max(0, children.indexOf('@'))
  return (
    <>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </>
  )
}
