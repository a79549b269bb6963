import type { Platform } from './platform/platform.ts'

export interface Worker {
  /** Takes no more jobs and finishes those in hand. */
  stop(): Promise<void>
}

/** Stands in until the stages have jobs. */
export async function startWorker(_platform: Platform): Promise<Worker> {
  return { stop: async () => undefined }
}
