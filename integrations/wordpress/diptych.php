<?php
/**
 * Plugin Name: Diptych companion
 * Description: Keeps what Diptych says of a translated post, which plain WordPress would drop, and shows it to readers: its language, its other half, hreflang, a notice while it is behind.
 * Version: 1.0
 * Requires at least: 5.7
 * Requires PHP: 7.4
 * License: Apache-2.0 OR GPL-2.0-or-later
 *
 * Copy this file to wp-content/mu-plugins/. It stores four values with a post and nothing else; without it the posts stay.
 *
 * @package Diptych
 */

namespace Diptych;

defined( 'ABSPATH' ) || exit;

const VERSION  = '1.0';
// The underscore keeps them out of the editor's list of custom fields.
const LANGUAGE = '_diptych_language';        // "fr", on the translated post only.
const SOURCE   = '_diptych_translation_of';  // The number of the post that it translates.
const NOTICE   = '_diptych_notice';          // A sentence for readers, or nothing.
const ALT      = '_diptych_featured_alt';    // What the featured image shows, in the post's language.
const EXPECTS  = 'x_diptych_expects';       // Header: the modified_gmt that the writer last read.

/** The types of posts that can have a translation. */
function types(): array {
	$types = get_post_types( array( 'public' => true, 'show_in_rest' => true ) );
	return array_values( array_diff( $types, array( 'attachment' ) ) );
}

/** The language of a post as readers meet it. */
function language( int $post ): string {
	$own = (string) get_post_meta( $post, LANGUAGE, true );
	return $own ? $own : strtolower( strtok( str_replace( '_', '-', get_locale() ), '-' ) );
}

/** Language → number of every half of a post that readers have, the source's first; only the post itself if it has none. */
function halves( int $post ): array {
	$source = (int) get_post_meta( $post, SOURCE, true );
	$source = $source ? $source : $post;
	$found  = is_readable_post( $source ) ? array( language( $source ) => $source ) : array();
	foreach ( translations( $source, 'publish' ) as $number ) {
		$found[ language( $number ) ] = $number;
	}
	return $found;
}

function is_readable_post( int $post ): bool {
	return 'publish' === get_post_status( $post );
}

/** Numbers of the translations of a post. */
function translations( int $source, $status = 'any' ): array {
	return get_posts(
		array(
			'post_type'        => types(),
			'post_status'      => $status,
			'meta_key'         => SOURCE,
			'meta_value'       => (string) $source,
			'fields'           => 'ids',
			'numberposts'      => 50,
			'orderby'          => 'ID',
			'order'            => 'ASC',
			'suppress_filters' => true,
		)
	);
}

/* What is kept with a post. ------------------------------------------------------------------------------------- */

add_action(
	'init',
	function () {
		foreach ( types() as $type ) {
			add_post_type_support( $type, 'custom-fields' );  // Without it REST shows no meta at all.
			foreach ( array( LANGUAGE, SOURCE, NOTICE, ALT ) as $key ) {
				$is_number = SOURCE === $key;
				register_post_meta(
					$type,
					$key,
					array(
						'type'              => $is_number ? 'integer' : 'string',
						'single'            => true,
						'default'           => $is_number ? 0 : '',
						'show_in_rest'      => true,
						'sanitize_callback' => $is_number ? 'absint' : 'sanitize_text_field',
						'auth_callback'     => function ( $allowed, $meta_key, $post ) {
							return current_user_can( 'edit_post', $post );
						},
					)
				);
			}
			add_filter( "rest_pre_insert_$type", __NAMESPACE__ . '\\refuse', 10, 2 );
			add_action( "rest_after_insert_$type", __NAMESPACE__ . '\\tell_polylang', 10, 1 );
		}
	},
	99
);

/** Refuse a write whose writer has not seen the last change, and a second translation of a post into one language. */
function refuse( $prepared, $request ) {
	$number  = (int) $request['id'];
	$expects = $request->get_header( EXPECTS );
	if ( $number && $expects && get_post( $number )->post_modified_gmt !== str_replace( 'T', ' ', $expects ) ) {
		return new \WP_Error( 'diptych_changed', 'The post changed meanwhile.', array( 'status' => 412 ) );
	}
	$meta   = (array) $request['meta'];
	$source = (int) ( $meta[ SOURCE ] ?? 0 );
	if ( $source && ! current_user_can( 'edit_post', $source ) ) {
		// Else anybody who may write could put a link of their own on another's page.
		return new \WP_Error( 'diptych_forbidden', 'You may not edit the post that this translates.', array( 'status' => 403 ) );
	}
	if ( ! $number && $source ) {
		foreach ( translations( $source ) as $other ) {
			if ( language( $other ) === ( $meta[ LANGUAGE ] ?? '' ) ) {
				return new \WP_Error( 'diptych_exists', 'The post has a translation.', array( 'status' => 409, 'number' => $other ) );
			}
		}
	}
	return $prepared;
}

/** Where Polylang is, its own functions link the halves; its REST API alone cannot. */
function tell_polylang( $post ) {
	$source = (int) get_post_meta( $post->ID, SOURCE, true );
	if ( ! $source || ! function_exists( 'pll_set_post_language' ) || ! function_exists( 'pll_save_post_translations' ) ) {
		return;
	}
	$language = language( $post->ID );
	if ( ! in_array( $language, pll_languages_list(), true ) ) {
		return;
	}
	pll_set_post_language( $post->ID, $language );
	$halves              = pll_get_post_translations( $source );
	$halves[ $language ] = $post->ID;
	pll_save_post_translations( $halves );
}

add_action(
	'rest_api_init',
	function () {
		register_rest_route(
			'diptych/v1',
			'/site',
			array(
				'methods'             => 'GET',
				'permission_callback' => function () {
					return current_user_can( 'edit_posts' );
				},
				'callback'            => function () {
					return array(
						'version'  => VERSION,
						'polylang' => defined( 'POLYLANG_VERSION' ) ? POLYLANG_VERSION : '',
						'wpml'     => defined( 'ICL_SITEPRESS_VERSION' ) ? ICL_SITEPRESS_VERSION : '',
						'html'     => current_user_can( 'unfiltered_html' ),
					);
				},
			)
		);
	}
);

/* What readers see. --------------------------------------------------------------------------------------------- */

/** Whether another plugin shows languages; then we keep to the notice and the image. */
function is_shown_elsewhere(): bool {
	return (bool) apply_filters( 'diptych_shown_elsewhere', defined( 'POLYLANG_VERSION' ) || defined( 'ICL_SITEPRESS_VERSION' ) );
}

add_filter(
	'language_attributes',
	function ( $attributes ) {
		$own = is_singular() ? (string) get_post_meta( get_queried_object_id(), LANGUAGE, true ) : '';
		if ( ! $own || is_shown_elsewhere() ) {
			return $attributes;
		}
		return preg_replace( '/(?<![\w:-])((?:xml:)?lang)="[^"]*"/', '$1="' . esc_attr( $own ) . '"', $attributes );
	}
);

add_action(
	'wp_head',
	function () {
		if ( ! is_singular() || is_shown_elsewhere() ) {
			return;
		}
		$halves = halves( get_queried_object_id() );
		if ( count( $halves ) < 2 ) {
			return;
		}
		foreach ( $halves + array( 'x-default' => reset( $halves ) ) as $language => $number ) {
			printf( '<link rel="alternate" hreflang="%s" href="%s">' . "\n", esc_attr( $language ), esc_url( get_permalink( $number ) ) );
		}
	}
);

/** The other halves of a post as a line for readers. */
function switcher( int $post ): string {
	$words = apply_filters( 'diptych_also_in', array( 'en' => 'Also in…', 'fr' => 'Aussi en…', 'de' => 'Auch auf…', 'es' => 'También en…', 'it' => 'Anche in…' ) );
	$names = apply_filters( 'diptych_language_names', array( 'en' => 'English', 'fr' => 'Français', 'de' => 'Deutsch', 'es' => 'Español', 'it' => 'Italiano' ) );
	$own   = language( $post );
	$links = array();
	foreach ( halves( $post ) as $language => $number ) {
		if ( $number !== $post ) {
			$links[] = sprintf( '<a href="%1$s" hreflang="%2$s" lang="%2$s">%3$s</a>', esc_url( get_permalink( $number ) ), esc_attr( $language ), esc_html( $names[ $language ] ?? $language ) );
		}
	}
	return $links ? '<p class="diptych-switcher">' . esc_html( $words[ $own ] ?? $words['en'] ) . ' (' . implode( ', ', $links ) . ')</p>' : '';
}

add_filter(
	'the_content',
	function ( $content ) {
		if ( ! is_singular() || ! in_the_loop() || ! is_main_query() || get_the_ID() !== get_queried_object_id() ) {
			return $content;
		}
		$notice = (string) get_post_meta( get_the_ID(), NOTICE, true );
		$before = is_shown_elsewhere() ? '' : switcher( get_the_ID() );
		$before .= $notice ? '<p class="diptych-notice" role="note">' . esc_html( $notice ) . '</p>' : '';
		return $before . $content;
	},
	99  // After WordPress's own filters, which would wrap and texturize it.
);

add_filter(
	'post_thumbnail_html',
	function ( $html, $post ) {
		$alt = (string) get_post_meta( (int) $post, ALT, true );
		return '' === $alt ? $html : preg_replace( '/(\salt=)(["\']).*?\2/', '$1"' . str_replace( array( '\\', '$' ), array( '\\\\', '\\$' ), esc_attr( $alt ) ) . '"', $html, 1 );
	},
	10,
	2
);

/** The front page and the site's feed are in the site's own language: translations have their own categories and addresses. */
add_action(
	'pre_get_posts',
	function ( $query ) {
		$is_list = $query->is_home() || ( $query->is_feed() && ! $query->is_archive() && ! $query->is_singular() );
		if ( is_admin() || ! $query->is_main_query() || ! $is_list || is_shown_elsewhere() || ! apply_filters( 'diptych_hide_in_lists', true ) ) {
			return;
		}
		$wanted   = (array) $query->get( 'meta_query' );
		$wanted[] = array(
			'relation' => 'OR',
			array( 'key' => LANGUAGE, 'compare' => 'NOT EXISTS' ),
			array( 'key' => LANGUAGE, 'value' => '' ),
		);
		$query->set( 'meta_query', $wanted );
	}
);
