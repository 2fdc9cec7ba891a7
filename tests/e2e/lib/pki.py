"""Certificates of a test's own: an authority, what it signs, and what it has revoked."""
import pathlib
import subprocess


class Certificate:
    def __init__(self, cert, key):
        self.cert, self.key = cert, key


class Authority:
    """Lives in a folder: `ca.pem`, and hashed links for CACertPath and CRLPath."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key',
                     '-out', 'ca.pem', '-subj', '/O=Test/CN=Test CA', '-days', '2')
        self.cert = self.folder / 'ca.pem'
        (self.folder / 'index.txt').touch()
        (self.folder / 'ca.cnf').write_text('[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ncrlnumber=crlnumber\n'
                                            'default_md=sha256\ndefault_crl_days=2\n')
        (self.folder / 'crlnumber').write_text('01\n')

    def openssl(self, *arguments):
        return subprocess.run(['openssl', *arguments], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def issue(self, name):
        key, cert = self.folder / f'{name}.key', self.folder / f'{name}.pem'
        self.openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out',
                     f'{name}.csr', '-subj', f'/CN={name}')
        self.openssl('x509', '-req', '-in', f'{name}.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', cert,
                     '-days', '2')
        return Certificate(cert, key)

    def crl_folder(self, *revoked):
        """A folder for CRLPath with a list of these certificates."""
        folder = self.folder / ('revoked' if revoked else 'clean')
        folder.mkdir()
        for certificate in revoked:
            self.openssl('ca', '-config', 'ca.cnf', '-keyfile', 'ca.key', '-cert', 'ca.pem', '-revoke', certificate.cert)
        name = self.openssl('x509', '-in', 'ca.pem', '-noout', '-subject_hash').strip()
        self.openssl('ca', '-config', 'ca.cnf', '-keyfile', 'ca.key', '-cert', 'ca.pem', '-gencrl', '-out', folder / f'{name}.r0')
        return folder

    def fingerprint(self, certificate, algorithm):
        text = self.openssl('x509', '-in', certificate.cert, '-noout', '-fingerprint', '-' + algorithm)
        return text.strip().split('=')[1]
