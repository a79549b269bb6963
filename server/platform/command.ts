import cliProgress from 'cli-progress'
import type { Actor } from '../audit/service.ts'
import type { Platform } from './platform.ts'

/** What a stage's `commands.ts` gets: the platform for the time of one command, and a way to speak. */
export interface CommandContext {
  /** Opens the platform (database up, migrated), runs, closes; told to stop meanwhile, it throws the reason instead of running. */
  withPlatform<Result>(work: (platform: Platform) => Promise<Result>, stop?: AbortSignal): Promise<Result>
  readonly actor: Actor
  /** The result, to standard output: alone there, so a pipe gets nothing else. */
  print(text: string): void
  /** Notices and warnings, to standard error. */
  notice(text: string): void
  /** A bar on a terminal, nothing in a pipe. */
  progress(title: string, total: number): Progress
}

export interface Progress {
  update(done: number): void
  stop(): void
}

export function terminalProgress(title: string, total: number): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined }
  const bar = new cliProgress.SingleBar(
    { format: `${title} {bar} {percentage}% {value}/{total}`, hideCursor: true, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: done => bar.update(done), stop: () => bar.stop() }
}
