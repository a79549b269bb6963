import { z } from 'zod'

/** A date pattern and how many of the column's different values it reads. */
const dateFit = z.object({ format: z.string(), fits: z.int() })

/** A column of a file as it stands. */
export const columnShape = z.object({
  heading: z.string(),
  examples: z
    .array(z.string())
    .describe('the first different values, as written: five, or 200 of a column whose values have meanings'),
  filled: z.int().describe('cells with something in them, of the rows looked at'),
  distinct: z.int().describe('different values, of the rows looked at; at most 1,000 are counted'),
  /** What the cells look like. */
  looksLike: z.enum(['empty', 'date', 'day', 'telephone', 'email', 'code', 'yes_no', 'name', 'text']),
  dateFits: z.array(dateFit).describe('patterns that read the most values, likeliest first'),
  isAmbiguousDate: z.boolean().describe('day first and month first read as many cells: it is asked about, not guessed'),
  /** The field of the proposed definition that this column is taken for. */
  field: z.string().nullable(),
})

/** Something the file alone can't tell: the person is asked before the file is read. */
export const questionShape = z.object({
  code: z.enum(['date_order', 'encoding', 'sheet', 'kind']),
  column: z.string().nullable(),
  options: z.array(z.string()),
  text: z.string(),
})

/** What is seen in a file before it is read, with the definition it suggests. */
export const inspectionShape = z.object({
  format: z.enum(['csv', 'xlsx']),
  sheets: z.array(z.string()),
  sheet: z.string().nullable().default(null).describe('of a workbook, the one that was read'),
  encoding: z.string().nullable(),
  encodingBecause: z.string().describe('mark, content, or how names look'),
  isEncodingOpen: z
    .boolean()
    .default(true)
    .describe('false where the first bytes tell the encoding, whatever a definition says'),
  delimiter: z.string().nullable(),
  /** Lines above the headings. */
  skipLines: z.int(),
  header: z.array(z.string()),
  /** The first rows, as written. */
  rows: z.array(z.array(z.string())),
  lines: z.array(z.int()).default([]).describe('of each of them, the line on which it begins'),
  rowsLookedAt: z.int(),
  columns: z.array(columnShape),
  markers: z.array(z.string()).default([]).describe('of recipients, every marker that was seen, as it is read'),
  kind: z.enum(['staff', 'recipients', 'interviews']).nullable(),
  /** Name of the known profile that reads it as it stands, and that nobody corrected here. */
  profile: z.string().nullable(),
  nearest: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'the known profile whose headings it has, where the file is not written, or not read, as that profile says',
    ),
  /** The profile file that would read it: complete where `profile` is set, a proposal otherwise. */
  definition: z.record(z.string(), z.unknown()),
  questions: z.array(questionShape),
  /** What looks wrong in the content, in words: names read in the wrong encoding, numbers a spreadsheet destroyed. */
  notices: z.array(z.object({ code: z.string(), text: z.string() })),
})
export type Inspection = z.infer<typeof inspectionShape>
