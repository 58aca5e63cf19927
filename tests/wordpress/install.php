<?php
/* php install.php FOLDER: a fresh site in it; prints the application passwords of its people as JSON. */
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = getenv( 'DIPTYCH_TEST_HOST' );
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter( 'pre_wp_mail', '__return_true' );
wp_install( 'The forum', 'publisher', 'publisher@forum.example', true, '', 'screen-password' );
update_option( 'permalink_structure', '/topics/%postname%/' );
update_option( 'template', 'forum' );
update_option( 'stylesheet', 'forum' );
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules( false );
$passwords = array();
foreach ( array( 'publisher' => 'administrator', 'editor' => 'editor', 'author' => 'author', 'reader' => 'subscriber' ) as $name => $role ) {
	$user = get_user_by( 'login', $name );
	$id   = $user ? $user->ID : wp_insert_user( array( 'user_login' => $name, 'user_pass' => wp_generate_password(), 'user_email' => "$name@forum.example", 'role' => $role ) );
	list( $passwords[ $name ] ) = WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'diptych' ) );
}
echo "\n" . wp_json_encode( $passwords );
