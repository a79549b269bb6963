import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export type SmtpMode = 'accept' | 'slow' | 'refuse recipient' | 'refuse data' | 'not now' | 'hang' | 'drop after data'

export interface ReceivedMail {
  readonly to: string
  readonly messageId: string
  /** Headers and body, as they came. */
  readonly raw: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface SmtpProcess {
  readonly url: string
  /** Everything that reached it whole, in order. */
  readonly received: readonly ReceivedMail[]
  /** Resolves when the next one has reached it. */
  next(): Promise<void>
  behave(mode: SmtpMode): Promise<void>
  /** Kills it, without a word to its clients. */
  goDown(): Promise<void>
  /** Starts it again on the same port. */
  comeBack(): Promise<void>
}

type Report = { port: number } | { mode: SmtpMode } | { received: ReceivedMail }

export async function startSmtpServer(): Promise<SmtpProcess> {
  const received: ReceivedMail[] = []
  const waiting: (() => void)[] = []
  let child: ChildProcess
  let port = 0

  async function start(): Promise<void> {
    child = fork(join(import.meta.dirname, 'smtp-server-process.ts'), [String(port)])
    child.on('message', (report: Report) => {
      if (!('received' in report)) return
      received.push(report.received)
      for (const tell of waiting.splice(0)) tell()
    })
    const [report] = (await once(child, 'message')) as [{ port: number }]
    port = report.port
  }

  await start()
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    next: () => new Promise(resolve => waiting.push(resolve)),
    async behave(mode) {
      child.send(mode)
      await new Promise<void>(resolve => {
        child.on('message', function told(report: Report) {
          if (!('mode' in report)) return
          child.off('message', told)
          resolve()
        })
      })
    },
    async goDown() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    comeBack: start,
  }
}

/** A header's value, unfolded. */
export function headerOf(mail: ReceivedMail, name: string): string | undefined {
  const head = (mail.raw.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]+/g, ' ')
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim()
}
