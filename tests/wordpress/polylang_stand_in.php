<?php
/* Not Polylang: only those of its documented functions that the companion plugin calls, kept in an option. */
define( 'POLYLANG_VERSION', 'stand-in' );

function pll_languages_list() {
	return array( 'en', 'fr' );
}

function pll_set_post_language( $post, $language ) {
	update_post_meta( $post, '_stand_in_language', $language );
}

function pll_get_post_translations( $post ) {
	return get_option( "stand_in_$post", array( 'en' => $post ) );
}

function pll_save_post_translations( $halves ) {
	foreach ( $halves as $post ) {
		update_option( "stand_in_$post", $halves );
	}
}

add_action(
	'rest_api_init',
	function () {
		register_rest_route(
			'pll/v1',
			'/stand-in/(?P<post>\d+)',
			array(
				'methods'             => 'GET',
				'permission_callback' => '__return_true',
				'callback'            => function ( $request ) {
					$post = (int) $request['post'];
					return array( 'language' => get_post_meta( $post, '_stand_in_language', true ), 'halves' => pll_get_post_translations( $post ) );
				},
			)
		);
	}
);
