import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Command } from 'commander'
import { createApp } from './app.ts'
import { firstSteps, isEmpty } from './people/session-routes.ts'
import type { CommandContext } from './platform/command.ts'
import type { Log } from './platform/http/access-log.ts'
import type { Platform } from './platform/platform.ts'
import { Problem } from './platform/problem.ts'
import type { RunningWorker } from './platform/worker.ts'
import { stopped, untilStopped } from './stop-signal.ts'
import { startWorker } from './worker.ts'

export interface ServeOptions {
  /** Whether this process also does the jobs; `ringback worker` does them alone. */
  readonly worker: boolean
  readonly stop: AbortSignal
  readonly log?: Log
  /** Told the address once it is open; to standard output, unless told elsewhere. */
  readonly announce?: (text: string) => void
}

const patienceMs = 10_000
const idleLookMs = 50
/** Longer than a proxy, or a browser, keeps a connection: whoever closes first while the other sends loses a request. */
const idleConnectionMs = 75_000

/** Serves until it is told to stop, then finishes what is in hand and returns. Throws `port_taken`. */
export async function serve(platform: Platform, options: ServeOptions): Promise<void> {
  const announce = options.announce ?? (text => process.stdout.write(`${text}\n`))
  const server = await listen(platform, options.log ?? toStandardError)
  let worker: RunningWorker | undefined
  try {
    if (options.worker) worker = await startWorker(platform)
    options.stop.throwIfAborted()
    announce(`Ringback is at ${addressOf(platform, server)}. Ctrl-C stops it.`)
    if (await isEmpty(platform)) announce(howToBegin)
    await stopped(options.stop)
  } finally {
    await Promise.all([close(server), worker?.stop()])
  }
}

const howToBegin = `It is empty: make the first force and its administrator, then sign in.\n${firstSteps.map(step => `  ${step}`).join('\n')}`

export function addServeCommands(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('serve the web app and the API, and do the jobs')
    .option('--no-worker', "leave the jobs to 'ringback worker'")
    .action((options: { worker: boolean }) =>
      untilStopped(stop =>
        context.withPlatform(
          platform => serve(platform, { worker: options.worker, stop, announce: context.print }),
          stop,
        ),
      ),
    )

  program
    .command('migrate')
    .description('bring the database up to date; every command that uses it does so too')
    .action(async () => {
      await context.withPlatform(async () => undefined)
      context.notice('The database is up to date.')
    })
}

/** Opens HOST:PORT. Throws `port_taken`, `port_refused`, `host_unusable`, each naming the setting to change. */
export function listen(platform: Platform, log: Log): Promise<Server> {
  const { host, port } = platform.config
  const server = createAdaptorServer({ fetch: createApp(platform, { log }).fetch }) as Server
  server.keepAliveTimeout = idleConnectionMs
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(listenProblems[error.code ?? '']?.(host, port) ?? error),
    )
    server.listen(port, host, () => resolve(server))
  })
}

const listenProblems: Readonly<Record<string, (host: string, port: number) => Problem>> = {
  EADDRINUSE: (_, port) =>
    new Problem('port_taken', 500, `Port ${port} is taken: stop what uses it, or set PORT to another.`, { port }),
  EACCES: (_, port) =>
    new Problem('port_refused', 500, `This user may not open port ${port}: set PORT to 1024 or more.`, { port }),
  EADDRNOTAVAIL: host =>
    new Problem('host_unusable', 500, `This machine has no address ${host}: set HOST to one of its own, or 0.0.0.0.`, {
      host,
    }),
}

/** PUBLIC_URL, unless the system chose the port (PORT=0). */
function addressOf({ config }: Platform, server: Server): string {
  if (config.port !== 0) return config.publicUrl
  return `http://${config.host}:${(server.address() as AddressInfo).port}`
}

/** Takes no more requests, lets those in hand finish for ten seconds, then cuts them off. */
export async function close(server: Server, patientForMs = patienceMs): Promise<void> {
  if (!server.listening) return
  const closed = new Promise(resolve => server.close(resolve))
  // Again and again: a connection whose request ends meanwhile is idle only then, and its client would keep it.
  const idle = setInterval(() => server.closeIdleConnections(), idleLookMs)
  const patience = setTimeout(() => server.closeAllConnections(), patientForMs)
  await closed
  clearInterval(idle)
  clearTimeout(patience)
}

const toStandardError: Log = line => process.stderr.write(`${JSON.stringify(line)}\n`)
