import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCounted, formatDateTime } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { deleteProfile, type ImportProfile, profilesQuery } from './api.ts'
import { Confirmation } from './Confirmation.tsx'
import { asDefinition } from './definition.ts'
import styles from './Imports.module.css'
import { ReadBy } from './ReadBy.tsx'
import { kindWords } from './words.ts'

const forceRoute = getRouteApi('/f/$force')

interface ProfilesProps {
  readonly force: string
  readonly mayChange: boolean
}

/** How the force's systems write their exports: a file whose headings match one needs nothing more. */
export function Profiles({ force, mayChange }: ProfilesProps) {
  const profiles = useQuery(profilesQuery(force))
  if (profiles.isPending) return <Loading what="profiles" />
  if (profiles.isError) return <ErrorState error={profiles.error} onRetry={() => void profiles.refetch()} />
  if (profiles.data.length === 0)
    return (
      <EmptyState title="No profiles yet">
        <p>Map a file once and keep the mapping: the next file of the same system is read by it.</p>
      </EmptyState>
    )
  return (
    <ul className={styles.profiles}>
      {profiles.data.map(profile => (
        <li key={`${profile.kind} ${profile.name}`} className="card">
          <Profile profile={profile} force={force} mayChange={mayChange} />
        </li>
      ))}
    </ul>
  )
}

interface ProfileProps extends ProfilesProps {
  readonly profile: ImportProfile
}

function Profile({ profile, force, mayChange }: ProfileProps) {
  const timeZone = forceRoute.useRouteContext().force?.timeZone ?? 'Europe/London'
  const definition = asDefinition(profile.definition, profile.kind)
  return (
    <div className="stack">
      <div className={styles.head}>
        <div>
          <h2 className={styles.name}>{profile.name}</h2>
          <p className="small second">
            {kindWords[profile.kind]}, {formatCounted(Object.keys(definition.columns).length, 'field')} ·{' '}
            {profile.isBuiltIn
              ? 'comes with Ringback'
              : `kept ${profile.updatedAt ? `on ${formatDateTime(profile.updatedAt, timeZone)}` : 'by the force'}`}
          </p>
        </div>
        {mayChange && !profile.isBuiltIn && <Removal profile={profile} force={force} />}
      </div>
      <details className={styles.details}>
        <summary>What it says</summary>
        <ReadBy definition={definition} />
      </details>
    </div>
  )
}

function Removal({ profile, force }: Omit<ProfileProps, 'mayChange'>) {
  const client = useQueryClient()
  const [isAsking, setIsAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteProfile(force, profile.name),
    onSuccess: () => client.invalidateQueries({ queryKey: profilesQuery(force).queryKey }),
  })
  return (
    <>
      <Button variant="default" onClick={() => setIsAsking(true)}>
        Delete<span className="visually-hidden"> {profile.name}</span>
      </Button>
      <Confirmation
        title={`Delete the profile ${profile.name}?`}
        action="Delete it"
        isOpen={isAsking}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => setIsAsking(false)}
      >
        <p>What was imported by it stays as it is. The next file of this system has to be mapped again.</p>
      </Confirmation>
    </>
  )
}
