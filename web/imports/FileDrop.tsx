import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { formatBytes } from '../ui/format.ts'
import { KeyCap } from '../ui/KeyCap.tsx'
import { forgetImports, importQuery, uploadFile } from './api.ts'
import styles from './Imports.module.css'
import { ProgressBar } from './ProgressBar.tsx'
import { useDroppedFile } from './use-dropped-file.ts'

/** Takes a file by drop, button or paste, sends it, and goes to its page. */
export function FileDrop({ force }: { readonly force: string }) {
  const { send, sent, stop } = useUpload(force)
  const [tooMany, setTooMany] = useState(false)
  const { mutate, isPending } = send
  const take = useCallback(
    (files: readonly File[]) => {
      const [file, ...others] = files
      setTooMany(others.length > 0)
      if (file && others.length === 0) mutate(file)
    },
    [mutate],
  )
  const isOver = useDroppedFile(!isPending, take)
  return (
    <section className={`card ${styles.drop}`} data-over={isOver} aria-labelledby="drop-title">
      {isPending && send.variables ? (
        <Sending file={send.variables} sent={sent} onStop={stop} />
      ) : (
        <Invitation isOver={isOver} onTake={take} />
      )}
      {tooMany && (
        <p className="notice" role="alert">
          One file at a time: each is looked at on a page of its own.
        </p>
      )}
      {send.error && <UploadFault error={send.error} />}
    </section>
  )
}

interface InvitationProps {
  readonly isOver: boolean
  readonly onTake: (files: readonly File[]) => void
}

function Invitation({ isOver, onTake }: InvitationProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <h2 id="drop-title">{isOver ? 'Let go, and it is looked at' : 'Drop a file here'}</h2>
      <p className="second">
        A CSV or Excel file, as your system writes it. You see what would happen before anything is taken in.
      </p>
      <div className="row">
        <Button onClick={() => input.current?.click()}>Choose a file</Button>
        <span className="small second">
          or paste rows copied from a spreadsheet <KeyCap>Ctrl V</KeyCap>
        </span>
      </div>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        aria-label="File to import"
        tabIndex={-1}
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={event => {
          onTake([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = '' // so that the same file can be chosen again
        }}
      />
    </>
  )
}

interface SendingProps {
  readonly file: File
  readonly sent: number
  readonly onStop: () => void
}

function Sending({ file, sent, onStop }: SendingProps) {
  const isSent = sent >= file.size
  return (
    <>
      <h2 id="drop-title" className={styles.name}>
        {file.name}
      </h2>
      <div className={styles.sending}>
        <ProgressBar label={isSent ? 'Looking into it' : 'Sending'} done={sent} of={isSent ? null : file.size}>
          <span>
            {formatBytes(Math.min(sent, file.size))} of {formatBytes(file.size)}
          </span>
        </ProgressBar>
      </div>
      <Button variant="default" onClick={onStop}>
        Stop
      </Button>
    </>
  )
}

function UploadFault({ error }: { readonly error: Error }) {
  if (error.name === 'AbortError')
    return (
      <p className="notice" role="status">
        Stopped. Nothing of it was kept.
      </p>
    )
  return (
    <p className="notice bad" role="alert">
      {error.message}
    </p>
  )
}

function useUpload(force: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [sent, setSent] = useState(0)
  const stopper = useRef<AbortController>(null)
  const send = useMutation({
    mutationFn: (file: File) => {
      stopper.current = new AbortController()
      setSent(0)
      return uploadFile(force, { file, onProgress: setSent, signal: stopper.current.signal })
    },
    onSuccess: async detail => {
      client.setQueryData(importQuery(force, detail.id).queryKey, detail)
      forgetImports(client, force)
      await navigate({ to: '/f/$force/imports/$id', params: { force, id: detail.id } })
    },
  })
  return { send, sent, stop: () => stopper.current?.abort() }
}
