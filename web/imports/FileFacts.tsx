import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ImportDetail, type Inspection, profilesQuery } from './api.ts'
import { ChoiceOrTyped } from './ChoiceOrTyped.tsx'
import { withEncoding, withKind, withWriting, wordsIn } from './definition.ts'
import { fieldsOf, type ImportKind } from './fields.ts'
import styles from './ImportPage.module.css'
import type { Draft } from './use-draft.ts'
import { delimiterInWords, delimiterTyped, delimiterWords, encodingWords, kindWords } from './words.ts'

interface FileFactsProps {
  readonly force: string
  readonly detail: ImportDetail
  readonly inspection: Inspection
  readonly draft: Draft
}

/** What the file is, each with the reason, and each to be corrected. */
export function FileFacts({ force, detail, inspection, draft }: FileFactsProps) {
  const { definition, change } = draft
  const encoding = (inspection.isEncodingOpen ? definition.encoding : null) ?? inspection.encoding ?? ''
  const recognised = inspection.columns.filter(column => column.field !== null).length
  return (
    <section className="card stack" aria-labelledby="file-title">
      <h2 id="file-title">The file</h2>
      <div className={styles.facets}>
        <Choice
          label="What is in it"
          value={definition.kind}
          options={Object.entries(kindWords)}
          because={`${recognised} of ${fieldsOf(definition.kind).length} fields found by heading or content`}
          onChoose={kind => change(withKind(definition, kind as ImportKind))}
        />
        <ProfileChoice force={force} detail={detail} draft={draft} />
        {inspection.format === 'csv' ? (
          <>
            <Choice
              label="Letters (encoding)"
              value={encoding}
              options={
                inspection.isEncodingOpen
                  ? withOwn(encodingWords, encoding)
                  : [[encoding, encodingWords[encoding] ?? encoding]]
              }
              because={inspection.encodingBecause}
              onChoose={to => change(withEncoding(definition, wordsIn(inspection), encoding, to))}
            />
            <Delimiter
              label="Cells parted by"
              value={definition.delimiter ?? inspection.delimiter ?? ''}
              because={`It parts the headings into ${inspection.header.length}`}
              isOne
              onChoose={delimiter => change(withWriting(definition, { delimiter }))}
            />
          </>
        ) : (
          <Choice
            label="Sheet"
            value={definition.sheet ?? inspection.sheet ?? ''}
            options={inspection.sheets.map(sheet => [sheet, sheet])}
            because={`One of ${inspection.sheets.length}`}
            onChoose={sheet => change(withWriting(definition, { sheet }))}
          />
        )}
        <Choice
          label="Headings on line"
          value={String(definition.skipLines ?? inspection.skipLines)}
          options={linesUpTo(Math.max(20, inspection.skipLines + 1))}
          because={inspection.skipLines === 0 ? 'The first line that is filled' : 'The lines above it are no row'}
          onChoose={lines => change(withWriting(definition, { skipLines: Number(lines) }))}
        />
        <Delimiter
          label="Several in one cell parted by"
          value={definition.listSeparator ?? ';'}
          because="Officers, markers"
          onChoose={listSeparator => change(withWriting(definition, { listSeparator }))}
        />
        <TextInput
          key={definition.footer}
          label="Lines that are no row"
          description="A pattern for the last line, such as ^Total"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          defaultValue={definition.footer ?? ''}
          onBlur={event => {
            const footer = event.currentTarget.value || undefined
            if (footer !== definition.footer) change(withWriting(definition, { footer }))
          }}
        />
      </div>
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly because: string
  readonly onChoose: (value: string) => void
}

function Choice({ label, value, options, because, onChoose }: ChoiceProps) {
  return (
    <NativeSelect
      label={label}
      description={because}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      data={options.map(([option, words]) => ({ value: option, label: words }))}
      onChange={event => onChoose(event.currentTarget.value)}
    />
  )
}

interface DelimiterProps extends Omit<ChoiceProps, 'options'> {
  /** It can be one character only. */
  readonly isOne?: boolean
}

function Delimiter({ label, value, because, isOne = false, onChoose }: DelimiterProps) {
  return (
    <ChoiceOrTyped
      label={label}
      description={because}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      options={withOwn(delimiterWords, value, delimiterInWords(value))}
      typed={{
        label: `${label}: another`,
        example: isOne ? 'One character, or its code such as \\x01' : 'As it stands, or by its code such as \\x0a',
        meantBy: text => delimiterTyped(text) || undefined,
      }}
      onChoose={onChoose}
    />
  )
}

/** By a known profile, or mapped here: that is so by itself as soon as anything is corrected. */
function ProfileChoice({ force, detail, draft }: Omit<FileFactsProps, 'inspection'>) {
  const profiles = useQuery(profilesQuery(force))
  const names = (profiles.data ?? []).filter(each => each.kind === draft.definition.kind).map(each => each.name)
  if (detail.profile && !names.includes(detail.profile)) names.unshift(detail.profile)
  return (
    <Choice
      label="Profile"
      value={detail.profile}
      options={[
        ...(detail.profile ? [] : [['', 'None: mapped here'] as const]),
        ...names.map(name => [name, name] as const),
      ]}
      because={whyProfile(detail)}
      onChoose={draft.readBy}
    />
  )
}

function whyProfile({ profile, inspection }: ImportDetail): string {
  if (profile) return 'Its headings are all there'
  return inspection?.nearest
    ? `Mapped as ${inspection.nearest}, with differences`
    : 'No known profile has these headings'
}

/** Those that are usual, and the file's own where it is another. */
function withOwn(usual: Readonly<Record<string, string>>, own: string, inWords = own) {
  const options = Object.entries(usual)
  return own && !(own in usual) ? [...options, [own, inWords] as const] : options
}

const linesUpTo = (count: number) =>
  Array.from({ length: count }, (_, above) => [String(above), String(above + 1)] as const)
