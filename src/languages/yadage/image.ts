/** The image of a yadage environment. */

/** The image that REANA asks for: `image:imagetag`, where there is a tag. */
export function imageWithTag(image: string, tag: string | undefined): string {
  return tag === undefined || tag === '' ? image : `${image}:${tag}`;
}
