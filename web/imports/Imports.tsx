import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCount, formatDateTime, wordsOf } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { type ImportResult, importsQuery, type PastImport, type UploadKind, uploadImport } from './api.ts'
import styles from './Imports.module.css'

const forceRoute = getRouteApi('/f/$force')

export function Imports() {
  const { force } = forceRoute.useParams()
  const mayUpload = forceRoute.useRouteContext().force?.roles.includes('administrator')
  return (
    <div className="page reading stack">
      <PageHeader
        title="Imports"
        about="Nothing in a file is dropped or changed in silence, and the same file twice changes nothing."
      />
      {mayUpload && <UploadForm force={force} />}
      <h2>Past imports</h2>
      <PastImports force={force} />
    </div>
  )
}

function UploadForm({ force }: { readonly force: string }) {
  const client = useQueryClient()
  const [kind, setKind] = useState<UploadKind>('recipients')
  const [file, setFile] = useState<File | null>(null)
  const upload = useMutation({
    mutationFn: (isDryRun: boolean) => uploadImport(force, { kind, file: file ?? new File([], ''), isDryRun }),
    onSuccess: () => client.invalidateQueries({ queryKey: importsQuery(force).queryKey }),
  })
  return (
    <section className="card stack" aria-labelledby="upload-title">
      <h2 id="upload-title">Import a file</h2>
      <div className={styles.form}>
        <NativeSelect
          label="What is in it"
          value={kind}
          data={[
            { value: 'recipients', label: 'Recipients of services' },
            { value: 'staff', label: 'Staff' },
            { value: 'interviews', label: 'Interviews held elsewhere' },
          ]}
          onChange={event => {
            setKind(event.currentTarget.value as UploadKind)
            upload.reset()
          }}
        />
        <label className={styles.file}>
          <span>File (CSV)</span>
          <input
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={event => {
              setFile(event.currentTarget.files?.[0] ?? null)
              upload.reset()
            }}
          />
        </label>
      </div>
      <div className="row">
        <Button
          variant="default"
          disabled={!file}
          loading={upload.isPending && upload.variables}
          onClick={() => upload.mutate(true)}
        >
          Try it, changing nothing
        </Button>
        <Button disabled={!file} loading={upload.isPending && !upload.variables} onClick={() => upload.mutate(false)}>
          Import
        </Button>
        {!file && <span className="small second">Choose a file first.</span>}
      </div>
      {upload.isPending && (
        <p role="status" className="second">
          Reading {file?.name}. This can take a minute for a large file.
        </p>
      )}
      {upload.error && (
        <p className="notice bad" role="alert">
          {upload.error.message}
        </p>
      )}
      {upload.data && (
        <div className="notice good stack" role="status">
          <strong>{upload.variables ? 'Tried; nothing was changed. It would be:' : 'Imported.'}</strong>
          <Result result={upload.data} />
        </div>
      )}
    </section>
  )
}

function PastImports({ force }: { readonly force: string }) {
  const imports = useQuery(importsQuery(force))
  if (imports.isPending) return <Loading what="past imports" />
  if (imports.isError) return <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
  if (imports.data.length === 0)
    return (
      <EmptyState title="Nothing imported yet">
        <p>Import the staff first, then recipients: so every recipient's officers are known from the start.</p>
      </EmptyState>
    )
  return (
    <ul className={styles.list}>
      {imports.data.map(each => (
        <Past key={each.id} past={each} />
      ))}
    </ul>
  )
}

function Past({ past }: { readonly past: PastImport }) {
  const { force } = forceRoute.useRouteContext()
  return (
    <li className="card stack">
      <div className={styles.head}>
        <strong className={styles.name}>{past.fileName}</strong>
        <span className="small second">
          {formatDateTime(past.startedAt ?? past.receivedAt ?? '', force?.timeZone ?? 'Europe/London')}
        </span>
      </div>
      <p className="small second">
        {wordsOf(past.kind)}
        {past.profile && `, profile ${past.profile}`} · {wordsOf(past.status)}
      </p>
      {past.result && <Result result={past.result} />}
    </li>
  )
}

const counts = ['rows', 'created', 'updated', 'unchanged', 'rejected', 'blank'] as const

function Result({ result }: { readonly result: ImportResult }) {
  return (
    <>
      <dl className={`figures ${styles.counts}`}>
        {counts.map(name => (
          <div key={name}>
            <dt>{wordsOf(name)}</dt>
            <dd>{formatCount(result[name])}</dd>
          </div>
        ))}
      </dl>
      <Codes title="Rejected because" codes={result.reasons} />
      <Codes title="Imported, with a warning" codes={result.warnings} />
    </>
  )
}

function Codes({ title, codes }: { readonly title: string; readonly codes: Readonly<Record<string, number>> }) {
  const entries = Object.entries(codes)
  if (entries.length === 0) return null
  return (
    <p className="small">
      <span className="second">{title}: </span>
      {entries.map(([code, count]) => `${wordsOf(code).toLowerCase()} ${formatCount(count)}`).join(', ')}
    </p>
  )
}
