/**
 * The shaders. Light, gloss, grain and hatching are those of the posters (src/palpate/body/shading.py), so that
 * the picture does not change its look when it comes alive.
 */

const HEAD = `#version 300 es
precision highp float;
`;

/** Carries normals into camera axes; outlines are the surface pushed outwards (pixels) and back (metres). */
export const VERTEX = `${HEAD}
layout(location = 0) in vec3 position;
layout(location = 1) in vec4 normal;
layout(location = 2) in float openness;
uniform mat4 modelViewMatrix, projectionMatrix;
uniform mat3 normalMatrix;
uniform vec2 uPicture;
uniform float uWiden, uBack;
out vec3 vNormal, vBody;
out float vOpen, vDepth;
invariant gl_Position; // passes of one surface must meet at the same depth
void main() {
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  place.z -= uBack;
  vNormal = normalize(normalMatrix * normal.xyz);
  vBody = position;
  vOpen = openness;
  vDepth = -place.z;
  gl_Position = projectionMatrix * place;
  vec2 outward = vNormal.xy / max(length(vNormal.xy), 1e-4);
  gl_Position.xy += outward * uWiden * 2.0 / uPicture * gl_Position.w;
}`;

const LIGHT = `
const vec3 KEY = vec3(-0.50, 0.66, 0.56), KEY_COLOUR = vec3(0.93, 0.90, 0.85);
const vec3 FILL = vec3(0.80, 0.05, 0.45), FILL_COLOUR = vec3(0.17, 0.19, 0.23);
const vec3 SKY = vec3(0.40, 0.41, 0.43), GROUND = vec3(0.19, 0.17, 0.16);
const float KEY_WRAP = 0.15, FILL_WRAP = 0.4, GLOSS = 0.06, GLOSS_POWER = 24.0, RIM = 0.4, WARMTH = 0.5;

float wrapped(vec3 n, vec3 from, float wrap) { return max((dot(n, normalize(from)) + wrap) / (1.0 + wrap), 0.0); }

vec3 lit(vec3 albedo, vec3 n, float open) {
  float up = 0.5 + 0.5 * n.y;
  vec3 light = mix(GROUND, SKY, up) * open;
  light += wrapped(n, KEY, KEY_WRAP) * KEY_COLOUR * (0.3 + 0.7 * open)
    + wrapped(n, FILL, FILL_WRAP) * FILL_COLOUR * open;
  float gloss = GLOSS * pow(max(dot(n, normalize(normalize(KEY) + vec3(0, 0, 1))), 0.0), GLOSS_POWER);
  vec3 deep = pow(albedo, vec3(1.0 + WARMTH * (1.0 - open)));
  return deep * light * (1.0 - RIM * pow(1.0 - n.z, 3.0)) + gloss * open;
}

vec3 srgb(vec3 light) {
  light = clamp(light, 0.0, 1.0);
  return mix(1.055 * pow(light, vec3(1.0 / 2.4)) - 0.055, 12.92 * light, vec3(lessThanEqual(light, vec3(0.0031308))));
}

vec3 facing(vec3 n) { n = normalize(n); return vec3(n.xy, abs(n.z)); }
`;

/** What is solid: lit, hatched where it must be kept away from, with the grain of fibres where it is muscle. */
export const SOLID = `${HEAD}
in vec3 vNormal, vBody;
in float vOpen;
uniform vec3 uAlbedo;
uniform mat3 uFibres;
uniform float uGrain, uHatch, uGlow;
out vec4 colour;
${LIGHT}
float fibres(vec3 p) {
  float drift = 2.0 * sin(p.x * 0.021) + sin(p.x * 0.047 + p.y * 0.03);
  float fine = sin(p.y * 0.83 + p.z * 0.47 + 0.5 * drift) * sin(p.y * 0.31 - p.z * 0.59 + drift);
  return 0.6 * fine + 0.4 * sin(p.y * 0.19 + p.z * 0.13 + drift);
}
float hatched(vec2 at, float period) {
  return 0.45 + 0.55 * clamp(0.5 + 2.5 * sin((at.x - at.y) * 6.2831853 / period), 0.0, 1.0);
}
void main() {
  vec3 albedo = uAlbedo * (1.0 + uGrain * fibres(uFibres * vBody));
  if (uHatch > 0.0) albedo *= hatched(gl_FragCoord.xy, uHatch);
  colour = vec4(srgb(lit(albedo, facing(vNormal), vOpen) * (1.0 + uGlow)), 1.0);
}`;

/** What is a ghost: thin where it faces the eye and denser where it turns away. */
export const GHOST = `${HEAD}
in vec3 vNormal;
in float vOpen;
uniform vec3 uAlbedo;
uniform vec2 uVeil;
out vec4 colour;
${LIGHT}
void main() {
  vec3 n = facing(vNormal);
  float alpha = mix(uVeil.x, uVeil.y, pow(1.0 - n.z, 2.0));
  colour = vec4(srgb(lit(uAlbedo, n, 1.0)) * alpha, alpha);
}`;

/** One colour, premultiplied: contours. */
export const FLAT = `${HEAD}
uniform vec4 uColour;
out vec4 colour;
void main() { colour = uColour; }`;

/** Number of the structure (red, green) and its depth as a share of the farthest (blue, alpha), 16 bits each. */
export const MARK = `${HEAD}
in float vDepth;
uniform float uNumber, uFarthest;
out vec4 colour;
vec2 bytes(float value) { return vec2(floor(value / 256.0), mod(value, 256.0)) / 255.0; }
void main() { colour = vec4(bytes(uNumber), bytes(floor(clamp(vDepth / uFarthest, 0.0, 1.0) * 65535.0))); }`;
