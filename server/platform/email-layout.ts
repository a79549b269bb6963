import { render } from './texts.ts'

export interface EmailContent {
  readonly title: string
  readonly force: string
  /** What the e-mail says, as plain text and as HTML: two tellings of the same. */
  readonly text: string
  readonly html: string
}

/** Every e-mail's frame: one HTML layout, and its twin for those who read plain text. */
export function layOutEmail(content: EmailContent): { readonly text: string; readonly html: string } {
  return {
    text: `${render('email.text', null, { ...content })}\n`,
    html: render('email.html', null, { ...content }),
  }
}
