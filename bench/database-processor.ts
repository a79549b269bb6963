import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const msPerTick = 10

/** How long the embedded server and all its processes have worked, those that ended too; on Linux, else nothing is known. */
export function databaseProcessorMs(dataFolder: string): number {
  if (process.platform !== 'linux') return Number.NaN
  const server = readFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]
  let ticks = 0
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const [parent, own, ended] = timesOf(pid)
    if (pid === server) ticks += own + ended
    else if (parent === server) ticks += own
  }
  return ticks * msPerTick
}

/** Parent; ticks of its own; ticks of its children that ended. Of a process that ends just now nothing. */
function timesOf(pid: string): readonly [parent: string, own: number, ended: number] {
  try {
    const facts = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = facts.slice(11, 15).map(Number)
    return [facts[1] ?? '', user + system, endedUser + endedSystem]
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ['', 0, 0]
    throw error
  }
}
