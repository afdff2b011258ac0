#include "harness/net/tls_stream.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "harness/net/endpoint.hpp"
#include "harness/net/tls_alert.hpp"

namespace mailrig::net {

// OpenSSL's side of the stream.
struct StreamBio {
  static TlsStream& of(BIO* bio) { return *static_cast<TlsStream*>(BIO_get_data(bio)); }
  static int read(BIO* bio, char* to, std::size_t size, std::size_t* done) {
    TlsStream& stream = of(bio);
    BIO_clear_retry_flags(bio);
    if (stream.in_.empty()) {
      BIO_set_retry_read(bio);
      return 0;
    }
    *done = std::min(size, stream.in_.size());
    std::memcpy(to, stream.in_.data(), *done);
    stream.in_.remove_prefix(*done);
    return 1;
  }
  static int write(BIO* bio, const char* from, std::size_t size, std::size_t* done) {
    BIO_clear_retry_flags(bio);
    of(bio).out_.append(from, size);
    *done = size;
    return 1;
  }
  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }
  static int create(BIO* bio) {
    BIO_set_init(bio, 1);
    return 1;
  }
};

Owned<BIO_METHOD> make_stream_bio() {
  Owned<BIO_METHOD> method(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "mailrig stream"));
  if (!method) return method;
  BIO_meth_set_read_ex(method.get(), StreamBio::read);
  BIO_meth_set_write_ex(method.get(), StreamBio::write);
  BIO_meth_set_ctrl(method.get(), StreamBio::control);
  BIO_meth_set_create(method.get(), StreamBio::create);
  return method;
}

namespace {

void name_peer(SSL* ssl, const TlsContext::Impl& context) {
  const std::string& name = context.server_name;
  if (name.empty()) return;
  X509_VERIFY_PARAM* check = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(check, name.c_str()) == 1) return;  // no SNI for addresses, RFC 6066 3
  ERR_clear_error();
  std::string sni = name;  // the macro for this casts in the old way
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, sni.data());
  if (context.verify) SSL_set1_host(ssl, name.c_str());
}

// tls-unique is the first Finished message of the handshake: the client's (RFC 5929 3.1).
std::string first_finished(SSL* ssl, bool server) {
  std::array<char, 64> finished{};
  const std::size_t size = server ? SSL_get_peer_finished(ssl, finished.data(), finished.size())
                                  : SSL_get_finished(ssl, finished.data(), finished.size());
  return {finished.data(), std::min(size, finished.size())};
}

// RFC 9266 2: 32 octets, empty context.
std::string exporter(SSL* ssl) {
  constexpr std::string_view kLabel = "EXPORTER-Channel-Binding";
  std::array<unsigned char, 32> key{};
  const unsigned char none = 0;
  if (SSL_export_keying_material(ssl, key.data(), key.size(), kLabel.data(), kLabel.size(), &none, 0, 1) !=
      1) {
    ERR_clear_error();
    return {};
  }
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

// The common name of a certificate that has been checked (RFC 4422 A: what EXTERNAL stands on).
std::string client_name(SSL* ssl) {
  const Owned<X509> certificate(SSL_get1_peer_certificate(ssl));
  if (!certificate || SSL_get_verify_result(ssl) != X509_V_OK) return {};
  const X509_NAME* const subject = X509_get_subject_name(certificate.get());
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return {};
  std::string name(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return name;
}

}  // namespace

TlsStream::TlsStream(std::shared_ptr<TlsContext> context, std::string& out)
    : context_(std::move(context)), ssl_(SSL_new(context_->impl().context.get())), out_(out) {
  BIO* bio = BIO_new(context_->impl().bio.get());
  if (!ssl_ || bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, this);
  SSL_set_bio(ssl_.get(), bio, bio);
  if (context_->impl().server) {
    SSL_set_accept_state(ssl_.get());
  } else {
    SSL_set_connect_state(ssl_.get());
    name_peer(ssl_.get(), context_->impl());
  }
}

TlsStream::~TlsStream() = default;

TlsStream::Step TlsStream::step(std::span<char> scratch) {
  if (ended_) return Step::Idle;
  ERR_clear_error();
  if (!handshaken_) return shake();
  std::size_t size = 0;
  const int result = SSL_read_ex(ssl_.get(), scratch.data(), scratch.size(), &size);
  if (result != 1) return after(result);
  data_ = {scratch.data(), size};
  return Step::Data;
}

TlsStream::Step TlsStream::shake() {
  const int result = SSL_do_handshake(ssl_.get());
  if (result != 1) return after(result);
  handshaken_ = true;
  return Step::Handshaken;
}

TlsStream::Step TlsStream::after(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Step::Idle;
    case SSL_ERROR_ZERO_RETURN:
      ended_ = true;
      return Step::EndOfData;
    default:
      return fail();
  }
}

TlsStream::Step TlsStream::fail() {
  ended_ = true;
  const unsigned long code = ERR_peek_error();
  const int reason_code = ERR_GET_REASON(code);
  const bool alert = ERR_GET_LIB(code) == ERR_LIB_SSL && reason_code >= SSL_AD_REASON_OFFSET;
  failure_.ending = alert ? Ending::TlsAlert : Ending::TlsFailed;
  if (alert) failure_.alert = alert_name(reason_code - SSL_AD_REASON_OFFSET);
  failure_.detail = alert ? failure_.alert : reason(code);
  ERR_clear_error();
  return Step::Failed;
}

std::string TlsStream::reason(unsigned long code) const {
  const long verified = SSL_get_verify_result(ssl_.get());
  if (verified != X509_V_OK && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    return std::string("certificate: ") + X509_verify_cert_error_string(verified);
  }
  const char* text = ERR_reason_error_string(code);
  return text != nullptr ? text : "TLS failed";
}

bool TlsStream::write(std::string_view plaintext) {
  while (!plaintext.empty() && !ended_) {
    ERR_clear_error();
    std::size_t done = 0;
    if (SSL_write_ex(ssl_.get(), plaintext.data(), plaintext.size(), &done) != 1) {
      static_cast<void>(fail());
      return false;
    }
    plaintext.remove_prefix(done);
  }
  return !ended_;
}

void TlsStream::close_notify() {
  if (!handshaken_ || failure_.ending != Ending::Local || context_->impl().without_notify) return;
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

const TlsInfo& TlsStream::info() const {
  if (info_) return *info_;
  info_ = std::make_unique<TlsInfo>();
  SSL* ssl = ssl_.get();
  info_->version = SSL_get_version(ssl);
  info_->cipher = SSL_get_cipher_name(ssl);
  const char* const suite = SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl));
  info_->cipher_suite = suite == nullptr ? "" : suite;
  const bool three = SSL_version(ssl) >= TLS1_3_VERSION;
  if (!three) info_->channel_binding_unique = first_finished(ssl, context_->impl().server);
  if (three || SSL_get_extms_support(ssl) == 1) info_->channel_binding_exporter = exporter(ssl);
  if (context_->impl().server) info_->client_name = client_name(ssl);
  return *info_;
}

}  // namespace mailrig::net
