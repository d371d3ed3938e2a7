/** A resume in which every text that JSON Resume knows is asked from `value`. */
export function resumeOf(value: (field: string) => string) {
  const list = (field: string) => [value(`${field}.0`), value(`${field}.1`)]
  const object = (path: string, keys: string[], lists: string[] = []) => ({
    ...Object.fromEntries(keys.map((key) => [key, value(`${path}.${key}`)])),
    ...Object.fromEntries(lists.map((key) => [key, list(`${path}.${key}`)])),
  })
  const dated = ['startDate', 'endDate', 'url', 'summary']
  const place = ['address', 'postalCode', 'city', 'countryCode', 'region']
  return {
    basics: {
      ...object('basics', ['name', 'label', 'image', 'email', 'phone', 'url', 'summary']),
      location: object('basics.location', place),
      profiles: [object('basics.profiles', ['network', 'username', 'url'])],
    },
    work: [object('work', ['name', 'location', 'description', 'position', ...dated], ['highlights'])],
    volunteer: [object('volunteer', ['organization', 'position', ...dated], ['highlights'])],
    education: [object('education', ['institution', 'area', 'studyType', 'score', ...dated], ['courses'])],
    awards: [object('awards', ['title', 'date', 'awarder', 'summary'])],
    certificates: [object('certificates', ['name', 'date', 'url', 'issuer'])],
    publications: [object('publications', ['name', 'publisher', 'releaseDate', 'url', 'summary'])],
    skills: [object('skills', ['name', 'level'], ['keywords'])],
    languages: [object('languages', ['language', 'fluency'])],
    interests: [object('interests', ['name'], ['keywords'])],
    references: [object('references', ['name', 'reference'])],
    projects: [
      object(
        'projects',
        ['name', 'description', 'entity', 'type', ...dated],
        ['highlights', 'keywords', 'roles'],
      ),
    ],
    meta: object('meta', ['canonical', 'version', 'lastModified', 'language', 'theme']),
  }
}

/** The names of the fields, in order. */
export const fields: string[] = []
resumeOf((field) => {
  fields.push(field)
  return ''
})
