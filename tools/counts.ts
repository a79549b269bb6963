/** How many tests passed and failed, read from a runner's JSON report. A skipped test counts as failed: nothing is skipped. */
export interface Counts {
  readonly passed: number
  readonly failed: number
}

export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numTotalTests } = report as { numPassedTests: number; numTotalTests: number }
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests }
}

export function playwrightCounts(report: unknown): Counts {
  const { stats } = report as { stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }
}
