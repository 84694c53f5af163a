# Configures a stopped domain for tig: sed -i -f tig.sed glassfish/domains/DOMAIN/config/domain.xml
# asadmin could change these only while the domain is listening.

/<config name="server-config">/,/<\/config>/{
    # HTTP, HTTPS and administration listen on this machine only.
    s/<network-listener /&address="127.0.0.1" /

    # Turns off remote EJB, JMX and messaging, which would listen on every interface.
    s/<iiop-listener /&enabled="false" /
    s/<jmx-connector /&enabled="false" /
    s/<admin-service /<jms-service type="DISABLED" \/>\n&/
}
