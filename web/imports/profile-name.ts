/** A name for the profile of a file's system: `NICHE_Export 2011-08.csv` → `niche-export`. Dates and counters aren't the system's. */
export function profileNameFrom(fileName: string): string {
  const stem = fileName.replace(/\.[^.]+$/, '')
  const words = stem
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '')
  const named = words.filter(word => !/^\d+$/.test(word))
  return (named.length > 0 ? named : ['profile', ...words]).join('-').slice(0, 60).replace(/-+$/, '')
}
