import type { ImportOptions } from '../forces/run-import.ts'
import { fileSource } from '../platform/import/open-file.ts'
import type { ImportResult } from '../platform/import/result.ts'
import { memorySource } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import { tester, testSlug } from './test-platform.ts'

type Importer = (options: ImportOptions) => Promise<ImportResult>
type More = Partial<
  Pick<ImportOptions, 'profile' | 'profileFiles' | 'dryRun' | 'rejects' | 'onProgress' | 'batchRows' | 'importId'>
>

/** Imports text, or bytes, as if it were a file, into the force `testshire`. */
export function importText(
  platform: Platform,
  importer: Importer,
  content: string | Uint8Array,
  more: More = {},
): Promise<ImportResult> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return importer({
    platform,
    slug: testSlug,
    actor: tester,
    source: memorySource('test.csv', bytes),
    ...more,
  })
}

export async function importFile(
  platform: Platform,
  importer: Importer,
  path: string,
  more: More = {},
): Promise<ImportResult> {
  return importer({ platform, slug: testSlug, actor: tester, source: await fileSource(path), ...more })
}
