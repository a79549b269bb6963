/** A real mail server in a process of its own, which does as it is told over IPC. Started by `smtp-server.ts`. */
import type { Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { ReceivedMail, SmtpMode } from './smtp-server.ts'

let mode: SmtpMode = 'accept'
const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true, // a name server is no part of the tests, and slow
  onConnect: (_session, done) => {
    if (mode !== 'hang') done()
  },
  onRcptTo: ({ address }, _session, done) => {
    if (mode === 'refuse recipient') return done(refusal(550, `5.1.1 No such mailbox: <${address}>`))
    if (mode === 'not now') return done(refusal(451, '4.7.1 Try again later'))
    done()
  },
  onData: (stream, session, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      if (mode === 'refuse data') return done(refusal(554, '5.7.1 Not wanted'))
      receive(session.envelope.rcptTo.map(({ address }) => address).join(), Buffer.concat(chunks).toString('utf8'))
      if (mode === 'drop after data') return dropAll()
      if (mode !== 'slow') return done()
      setTimeout(done, 300)
    })
  },
})
server.on('error', () => undefined) // clients that give up are part of the tests

function receive(to: string, raw: string): void {
  const messageId = /^Message-ID: (.*)$/im.exec(raw)?.[1]?.trim() ?? ''
  process.send?.({ received: { to, messageId, raw, at: Date.now() } satisfies ReceivedMail })
}

function dropAll(): void {
  for (const connection of server.connections as Set<unknown>)
    (connection as { readonly _socket: Socket })._socket.destroy()
}

process.on('message', (next: SmtpMode) => {
  mode = next
  process.send?.({ mode })
})
process.on('disconnect', () => process.exit())
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  const address = server.server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
