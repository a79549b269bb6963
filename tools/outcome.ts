import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import type { JsonTestResults } from 'vitest/node'

/** How a step went. A test that was skipped, or passed only when tried again, has failed. */
export interface Outcome {
  readonly passed: number
  /** A line for each: its file, its name and the first line of why. */
  readonly failed: readonly string[]
}

/** Read from vitest's JSON report; a file that could not be loaded is one failure. */
export function vitestOutcome(report: unknown): Outcome {
  const { numPassedTests, testResults } = report as JsonTestResults
  const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative('', name)
    const tests = assertionResults.filter(test => test.status !== 'passed')
    if (status !== 'passed' && tests.length === 0) return [failure([file], message)]
    return tests.map(test =>
      failure([file, ...test.ancestorTitles, test.title], test.failureMessages?.[0] ?? test.status),
    )
  })
  return { passed: numPassedTests, failed }
}

/** Read from Playwright's JSON report. */
export function playwrightOutcome(report: unknown): Outcome {
  const { suites, stats } = report as JSONReport
  return { passed: stats.expected, failed: suites.flatMap(suite => failuresIn(suite, [])) }
}

function failuresIn(suite: JSONReportSuite, above: readonly string[]): readonly string[] {
  const titles = [...above, suite.title]
  const own = suite.specs.flatMap(spec =>
    spec.tests
      .filter(test => test.status !== 'expected')
      .map(test => failure([...titles, spec.title], test.results[0]?.error?.message ?? test.status)),
  )
  return [...own, ...(suite.suites ?? []).flatMap(inner => failuresIn(inner, titles))]
}

const failure = (titles: readonly string[], why: string) =>
  `${titles.join(' › ')}: ${stripVTControlCharacters(why).trim().split('\n', 1)[0]}`
