<?php
/**
 * Plugin Name: Diptych companion
 * Description: Keeps what Diptych says of a translated post, which plain WordPress would drop, and shows it to readers: its language, its other half, hreflang, a feed for each language, a notice while it is behind. No translation is public before its source.
 * Version: 1.1
 * Requires at least: 5.7
 * Requires PHP: 7.4
 * License: Apache-2.0 OR GPL-2.0-or-later
 *
 * Copy this file to wp-content/mu-plugins/. It stores six values with a post and nothing else; without it the posts stay.
 *
 * @package Diptych
 */

namespace Diptych;

defined( 'ABSPATH' ) || exit;

const VERSION  = '1.1';
// The underscore keeps them out of the editor's list of custom fields.
const LANGUAGE = '_diptych_language';        // "fr", on the translated post only.
const SOURCE   = '_diptych_translation_of';  // The number of the post that it translates.
const NOTICE   = '_diptych_notice';          // A sentence for readers, or nothing.
const ALT      = '_diptych_featured_alt';    // What the featured image shows, in the post's language.
const WRITTEN  = '_diptych_written';         // A digest of the text that Diptych wrote last.
const READ     = '_diptych_source_text';     // A digest of the source's text when that was written; ours alone.
const ASKED    = 'diptych_language';         // In a feed's address: the language of its posts.
const EXPECTS  = 'x_diptych_expects';       // Header: the modified_gmt that the writer last read.

/** The types of posts that can have a translation. */
function types(): array {
	$types = get_post_types( array( 'public' => true, 'show_in_rest' => true ) );
	return array_values( array_diff( $types, array( 'attachment' ) ) );
}

/** The language of a post as readers meet it. */
function language( int $post ): string {
	$own = (string) get_post_meta( $post, LANGUAGE, true );
	return $own ? $own : site_language();
}

function site_language(): string {
	return strtolower( strtok( str_replace( '_', '-', get_locale() ), '-' ) );
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
			foreach ( array( LANGUAGE, SOURCE, NOTICE, ALT, WRITTEN ) as $key ) {
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
			add_action( "rest_after_insert_$type", __NAMESPACE__ . '\\remember_source', 10, 3 );
		}
	},
	99
);

/**
 * Refuse a write whose writer has not seen the last change, or that an editor at work would write over with what his
 * screen still shows; a second translation of a post into one language; and one that is public before its source.
 */
function refuse( $prepared, $request ) {
	$number  = (int) $request['id'];
	$expects = $request->get_header( EXPECTS );
	$own     = (int) get_post_meta( $number, SOURCE, true );
	take_turn( $own ? $own : (int) ( $request['meta'][ SOURCE ] ?? 0 ) );
	clean_post_cache( $number );  // Who waited for his turn has an older one.
	if ( $own && 'publish' === $request['status'] && waits( $own ) ) {
		return new \WP_Error( 'diptych_ahead', 'The post that this translates is not public yet. Publish that first, or schedule this for the same moment.', array( 'status' => 409 ) );
	}
	if ( $number && $expects && has_text( $request ) && who_edits( $number ) ) {
		return new \WP_Error( 'diptych_open', who_edits( $number ) . ' has the post open in the editor', array( 'status' => 423 ) );
	}
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

/** One at a time for each source post, until the request ends: what is looked up in between stays true. */
function take_turn( int $source ) {
	global $wpdb;
	if ( $source ) {
		$before = $wpdb->suppress_errors();  // Another database than MySQL has no such lock.
		$wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, 10)', 'diptych:' . md5( DB_NAME . $wpdb->prefix . $source ) ) );
		$wpdb->suppress_errors( $before );
	}
}

function has_text( $request ): bool {
	return isset( $request['title'] ) || isset( $request['content'] ) || isset( $request['excerpt'] );
}

/** Who has a post open in the editor, by WordPress's own lock, or nothing. */
function who_edits( int $post ): string {
	$lock   = explode( ':', (string) get_post_meta( $post, '_edit_lock', true ) );
	$window = apply_filters( 'wp_check_post_lock_window', 150 );
	if ( count( $lock ) < 2 || (int) $lock[0] <= time() - $window ) {
		return '';
	}
	$user = get_userdata( (int) $lock[1] );
	return $user ? $user->display_name : 'Somebody';
}

/** Whether a post is there and not public yet (or not any more), so that its translations must wait for it. */
function waits( int $source ): bool {
	return in_array( get_post_status( $source ), array( 'draft', 'pending', 'private', 'future', 'auto-draft' ), true );
}

/** What a source says; a translation that goes out by a schedule belongs to this and no other. */
function text_of( int $source ): string {
	$post = get_post( $source );
	return $post ? md5( $post->post_title . "\0" . $post->post_content . "\0" . $post->post_excerpt ) : '';
}

/** Diptych wrote a translation, or scheduled one: the source that it belongs to is the one of this moment. */
function remember_source( $post, $request, $is_new ) {
	$source = (int) get_post_meta( $post->ID, SOURCE, true );
	$is_ours = $is_new || $request->get_header( EXPECTS );
	if ( $source && $is_ours && ( has_text( $request ) || 'future' === $request['status'] ) ) {
		update_post_meta( $post->ID, READ, text_of( $source ) );
	}
}

/** The classic editor and quick edit go round REST: there a translation waits as a draft while its source does. */
add_filter(
	'wp_insert_post_data',
	function ( $data, $given ) {
		$source = (int) get_post_meta( (int) ( $given['ID'] ?? 0 ), SOURCE, true );
		if ( $source && 'publish' === $data['post_status'] && waits( $source ) ) {
			$data['post_status'] = 'draft';
		}
		return $data;
	},
	10,
	2
);

/** The moment of a scheduled translation: its source first, and later if that is later; not at all for another text. */
add_action(
	'publish_future_post',
	function ( $number ) {
		$source = (int) get_post_meta( $number, SOURCE, true );
		if ( ! $source || 'future' !== get_post_status( $number ) ) {
			return;
		}
		if ( 'future' === get_post_status( $source ) ) {
			check_and_publish_future_post( $source );
		}
		$english = get_post( $source );
		$read    = (string) get_post_meta( $number, READ, true );
		if ( $english && 'publish' === $english->post_status && ( '' === $read || text_of( $source ) === $read ) ) {
			return;  // WordPress publishes it now.
		}
		if ( $english && 'future' === $english->post_status ) {
			put_off( $number, array( 'post_date' => $english->post_date, 'post_date_gmt' => $english->post_date_gmt ) );
			return;  // WordPress looks at the date next, and asks again then.
		}
		put_off( $number, array( 'post_status' => 'draft' ) );
	},
	5  // Before WordPress's own.
);

/** Change a scheduled post as WordPress's own schedule does: the text is not saved, so nothing filters it. */
function put_off( int $number, array $fields ) {
	global $wpdb;
	$wpdb->update( $wpdb->posts, $fields, array( 'ID' => $number ) );
	clean_post_cache( $number );
	$post = get_post( $number );
	wp_transition_post_status( $post->post_status, 'future', $post );
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

/** What languages are called by those who read them. */
function name( string $language ): string {
	$names = apply_filters( 'diptych_language_names', array( 'en' => 'English', 'fr' => 'Français', 'de' => 'Deutsch', 'es' => 'Español', 'it' => 'Italiano' ) );
	return $names[ $language ] ?? $language;
}

/** The other halves of a post as a line for readers. */
function switcher( int $post ): string {
	$words = apply_filters( 'diptych_also_in', array( 'en' => 'Also in…', 'fr' => 'Aussi en…', 'de' => 'Auch auf…', 'es' => 'También en…', 'it' => 'Anche in…' ) );
	$own   = language( $post );
	$links = array();
	foreach ( halves( $post ) as $language => $number ) {
		if ( $number !== $post ) {
			$links[] = sprintf( '<a href="%1$s" hreflang="%2$s" lang="%2$s">%3$s</a>', esc_url( get_permalink( $number ) ), esc_attr( $language ), esc_html( name( $language ) ) );
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
		$asked   = feed_language( $query );
		$is_list = $query->is_home() || ( $query->is_feed() && ! $query->is_archive() && ! $query->is_singular() );
		if ( is_admin() || ! $query->is_main_query() || is_shown_elsewhere() ) {
			return;
		}
		if ( ! $asked && ! ( $is_list && apply_filters( 'diptych_hide_in_lists', true ) ) ) {
			return;
		}
		$wanted   = (array) $query->get( 'meta_query' );
		$source   = array(
			'relation' => 'OR',
			array( 'key' => LANGUAGE, 'compare' => 'NOT EXISTS' ),
			array( 'key' => LANGUAGE, 'value' => '' ),
		);
		$wanted[] = $asked && site_language() !== $asked ? array( 'key' => LANGUAGE, 'value' => $asked ) : $source;
		$query->set( 'meta_query', $wanted );
	}
);

/* A feed for each language: the address of any feed of posts with ?diptych_language=fr behind it. --------------- */

add_filter(
	'query_vars',
	function ( $names ) {
		return array_merge( $names, array( ASKED ) );
	}
);

/** The language that a feed of posts is asked for; nothing for any other query. */
function feed_language( $query ): string {
	$asked = $query && $query->is_feed() && ! $query->is_singular() && ! $query->is_comment_feed() ? $query->get( ASKED ) : '';
	return is_string( $asked ) && preg_match( '/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i', $asked ) && ! is_shown_elsewhere() ? $asked : '';
}

/** The language of the feed that is being written, or nothing. */
function this_feed(): string {
	return feed_language( $GLOBALS['wp_query'] ?? null );
}

add_filter(
	'get_bloginfo_rss',
	function ( $value, $what ) {
		return 'language' === $what && this_feed() ? this_feed() : $value;
	},
	10,
	2
);

add_filter(
	'wp_title_rss',
	function ( $title ) {
		return this_feed() ? $title . ' (' . esc_html( name( this_feed() ) ) . ')' : $title;
	}
);

/** A translated page names the feed in its own language, and not the site's. */
function page_language(): string {
	return is_singular() && ! is_shown_elsewhere() ? (string) get_post_meta( get_queried_object_id(), LANGUAGE, true ) : '';
}

add_filter(
	'feed_links_show_posts_feed',
	function ( $is_shown ) {
		return $is_shown && ! page_language();
	}
);

add_action(
	'wp_head',
	function () {
		$own = page_language();
		if ( $own ) {
			$title = get_bloginfo( 'name' ) . ' (' . name( $own ) . ')';
			printf( '<link rel="alternate" type="application/rss+xml" hreflang="%s" title="%s" href="%s">' . "\n", esc_attr( $own ), esc_attr( $title ), esc_url( add_query_arg( ASKED, $own, get_feed_link() ) ) );
		}
	}
);
