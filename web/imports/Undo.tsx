import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { formatCounted } from '../ui/format.ts'
import { type ImportDetail, importQuery, takeStep } from './api.ts'
import { Confirmation } from './Confirmation.tsx'
import styles from './ImportPage.module.css'

interface UndoProps {
  readonly detail: ImportDetail
  readonly force: string
}

/** What stood in the way when it was tried; what does now, if anything, is told for itself. */
const saidByReason = 'import_not_undoable'

/** Takes back what it brought, or says why that can't be. */
export function Undo({ detail, force }: UndoProps) {
  const client = useQueryClient()
  const [isAsking, setIsAsking] = useState(false)
  const undo = useMutation({
    mutationFn: () => takeStep(force, detail.id, 'undo'),
    // Refused, too: somebody may have acted on it since the page was shown.
    onSettled: () => client.invalidateQueries({ queryKey: importQuery(force, detail.id).queryKey }),
  })
  const { fault } = detail.undo
  const { created = 0, updated = 0, takenInBefore = 0 } = detail.result ?? {}
  return (
    <section className={`stack ${styles.after}`} aria-labelledby="undo-title">
      <h3 id="undo-title">Undo</h3>
      <p className="small second">
        {detail.undo.possible ? (
          'Possible as long as nobody has acted on it: no call, no later import.'
        ) : (
          <WhyNot undo={detail.undo} force={force} />
        )}
      </p>
      {fault && fault.code !== saidByReason && (
        <p className="notice bad" role="alert">
          The undo failed. {fault.title}
        </p>
      )}
      {detail.undo.possible && (
        <div>
          <Button variant="default" onClick={() => setIsAsking(true)}>
            Undo this import
          </Button>
        </div>
      )}
      <Confirmation
        title="Undo this import?"
        action="Undo it"
        isOpen={isAsking}
        isPending={undo.isPending}
        error={undo.error}
        onConfirm={() => undo.mutate()}
        onClose={() => setIsAsking(false)}
      >
        {created > 0 && <p>What {formatCounted(created, 'row')} made is taken away again.</p>}
        {updated > 0 && <p>What {formatCounted(updated, 'row')} changed is put back as it was.</p>}
        {takenInBefore > 0 && (
          <p>What {formatCounted(takenInBefore, 'row')} brought when it was started before is taken back.</p>
        )}
        {created + updated + takenInBefore === 0 && <p>Whatever it brought is taken back.</p>}
        <p className="second">
          The file is not kept: to import it later, send it again. Later files that only repeated its rows brought
          nothing of their own: send those again, too.
        </p>
      </Confirmation>
    </section>
  )
}

/** The other imports that the reason names are links in it. */
function WhyNot({ undo: { reason, others }, force }: { readonly undo: ImportDetail['undo']; readonly force: string }) {
  const words: ReactNode[] = []
  let left = reason ?? ''
  for (const { id, words: name } of others) {
    const at = left.indexOf(name)
    if (at < 0) continue
    words.push(
      left.slice(0, at),
      <Link key={id} to="/f/$force/imports/$id" params={{ force, id }}>
        {name}
      </Link>,
    )
    left = left.slice(at + name.length)
  }
  return (
    <>
      It can’t be undone. {words}
      {left}
    </>
  )
}
