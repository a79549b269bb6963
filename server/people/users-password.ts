import { randomInt } from 'node:crypto'

/** Everything on standard input; the line's end does not belong to the password. */
export async function readPasswordFromPipe(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  return text.replace(/\r?\n$/, '')
}

/** Asks on the terminal without showing what is typed. `undefined`: nothing was typed. */
export async function askForPassword(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process
  stdin.setRawMode(true) // before the question, so that nothing typed is ever shown
  stderr.write(question)
  stdin.setEncoding('utf8')
  let typed = ''
  try {
    for await (const key of keys(stdin)) {
      if (key === '\r' || key === '\n' || key === '\u0004') break
      if (key === '\u0003') process.exit(130)
      typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key
    }
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
  return typed || undefined
}

/** Key by key, though a terminal may send several at once (pasting). */
async function* keys(stdin: NodeJS.ReadStream): AsyncGenerator<string> {
  for await (const chunk of stdin.iterator({ destroyOnReturn: false })) yield* String(chunk)
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** 80 bits to type from a slip of paper: no letters that look alike. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
