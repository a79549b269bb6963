import { makeDataFolder, startDemo, stopDemo } from './demo-server.ts'

/** One demo for all stories. What the set-up started, it ends, also when it fails half-way. */
export default async function setUp(): Promise<() => Promise<void>> {
  makeDataFolder()
  try {
    await startDemo()
  } catch (error) {
    await stopDemo()
    throw error
  }
  return stopDemo
}
